import Fastify from "fastify";
import OpenAI from "openai";
import pg from "pg";

const EMBEDDING_MODEL = "text-embedding-3-small";

const openai = new OpenAI({ apiKey: process.env.OPENAI_API_KEY });
const db = new pg.Pool();
const app = Fastify();

app.get<{ Querystring: { q: string } }>("/search", async (request) => {
  const { data } = await openai.embeddings.create({
    model: EMBEDDING_MODEL,
    input: request.query.q,
  });
  const { rows } = await db.query(
    "select nsn, name from part order by embedding <=> $1 limit 20",
    [JSON.stringify(data[0].embedding)],
  );
  return rows;
});

await app.listen({ port: 3000 });
