terraform {
  required_providers {
    aws = {
      source  = "hashicorp/aws"
      version = "~> 6.0"
    }
  }
}

provider "aws" {
  region = var.region
}

data "aws_iam_policy_document" "quotes" {
  statement {
    actions   = ["bedrock:InvokeModel"]
    resources = ["*"]
  }
}

resource "aws_iam_role_policy" "quotes" {
  name   = "quotes"
  role   = aws_iam_role.quotes.id
  policy = data.aws_iam_policy_document.quotes.json
}

resource "aws_ecs_task_definition" "quotes" {
  family                   = "quotes"
  requires_compatibilities = ["FARGATE"]
  network_mode             = "awsvpc"
  cpu                      = 512
  memory                   = 1024
  task_role_arn            = aws_iam_role.quotes.arn

  container_definitions = jsonencode([
    {
      name  = "quotes"
      image = var.image
      environment = [
        { name = "LETTER_MODEL_ID", value = var.letter_model_id },
        { name = "AWS_REGION", value = var.region },
      ]
    },
  ])
}
