//! What is found in plain text, and what becomes of it.

mod env_texts;
