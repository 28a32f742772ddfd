import { BedrockRuntimeClient, ConverseCommand } from "@aws-sdk/client-bedrock-runtime";

const client = new BedrockRuntimeClient({ region: process.env.AWS_REGION });

export async function summarise(text: string): Promise<string> {
  const answer = await client.send(
    new ConverseCommand({
      modelId: process.env.SUMMARY_MODEL,
      messages: [{ role: "user", content: [{ text: `Summarise:\n${text}` }] }],
    }),
  );
  return answer.output?.message?.content?.[0]?.text ?? "";
}
