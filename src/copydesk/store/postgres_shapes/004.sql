-- Words of speakers whose one quote was told anew stood twice, which kept such a desk from being moved.
DELETE FROM voice_words
USING (SELECT ctid AS place, row_number() OVER (PARTITION BY word, voice) AS time FROM voice_words) AS held
WHERE voice_words.ctid = held.place AND held.time > 1;
