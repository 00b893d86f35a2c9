-- Each query is one table of `quoteminer summary`; its name is after «-- name:».
-- `quotes` and `articles` are views over the run's tables: reported quotes only (direct and
-- mixed) in `said`; articles that repeat an earlier one left out where so wanted.

-- name: speakers
-- Who is quoted how often and how long, and in how many articles and outlets.
SELECT speaker, speaker_kind AS kind, any_value(speaker_gender) AS gender, count(*) AS quotes,
       sum(word_count) AS words, round(avg(word_count), 1) AS words_per_quote,
       count(DISTINCT position) AS articles, count(DISTINCT outlet) AS outlets,
       round(avg(confidence), 3) AS confidence
FROM said WHERE speaker IS NOT NULL AND speaker_kind <> 'unnamed'
GROUP BY ALL ORDER BY quotes DESC, words DESC, speaker, kind LIMIT $top

-- name: gender
-- Quotes and words by the speaker's gender, where the text shows it, by outlet and month.
SELECT outlet, strftime(date, '%Y-%m') AS month,
       count(*) FILTER (speaker_gender = 'feminine') AS feminine,
       count(*) FILTER (speaker_gender = 'masculine') AS masculine,
       count(*) FILTER (speaker_gender IS NULL) AS not_shown,
       coalesce(sum(word_count) FILTER (speaker_gender = 'feminine'), 0) AS feminine_words,
       coalesce(sum(word_count) FILTER (speaker_gender = 'masculine'), 0) AS masculine_words,
       round(count(*) FILTER (speaker_gender = 'feminine')
             / nullif(count(speaker_gender), 0), 3) AS feminine_share
FROM said WHERE speaker_kind = 'person'
GROUP BY ALL ORDER BY outlet NULLS LAST, month NULLS LAST

-- name: outlets
-- Articles, quotes and kinds by outlet and month.
SELECT a.outlet, strftime(a.date, '%Y-%m') AS month, count(DISTINCT a.position) AS articles,
       count(q.quote) AS quotes, count(*) FILTER (q.kind = 'direct') AS direct,
       count(*) FILTER (q.kind = 'mixed') AS mixed, count(*) FILTER (q.kind = 'scare') AS scare,
       count(q.speaker) AS with_speaker
FROM kept a LEFT JOIN quotes q USING (position)
GROUP BY ALL ORDER BY a.outlet NULLS LAST, month NULLS LAST

-- name: cues
-- How the words of each speaker are introduced: classes of cues.
SELECT speaker, cue_class, count(*) AS quotes, sum(word_count) AS words
FROM said WHERE cue_class IS NOT NULL AND speaker IN (
    SELECT speaker FROM said WHERE speaker IS NOT NULL AND speaker_kind <> 'unnamed'
    GROUP BY speaker ORDER BY count(*) DESC, speaker LIMIT $top)
GROUP BY ALL ORDER BY speaker, quotes DESC, cue_class

-- name: network
-- Who quotes whom: outlets and the speakers they quote.
SELECT outlet, speaker, speaker_kind AS kind, count(*) AS quotes, sum(word_count) AS words,
       count(DISTINCT position) AS articles
FROM said WHERE outlet IS NOT NULL AND speaker IS NOT NULL AND speaker_kind <> 'unnamed'
GROUP BY ALL ORDER BY quotes DESC, outlet, speaker LIMIT $top

-- name: repeated
-- Quotes that come back: the same words but for case, accents and punctuation.
SELECT any_value(text ORDER BY length(text) DESC) AS text,
       mode(speaker) AS speaker, count(*) AS times, count(DISTINCT position) AS articles,
       count(DISTINCT outlet) AS outlets, min(date) AS first, max(date) AS last
FROM said WHERE word_count >= 5
GROUP BY repeat_key HAVING count(DISTINCT position) > 1
ORDER BY articles DESC, times DESC, text LIMIT $top
