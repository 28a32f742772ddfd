variable "region" {
  type    = string
  default = "us-gov-west-1"
}

variable "image" {
  description = "Image of the quotes service"
  type        = string
}

variable "letter_model_id" {
  description = "Inference profile that drafts covering letters"
  type        = string
  default     = "us.anthropic.claude-sonnet-4-5-20250929-v1:0"
}
