SELECT * REPLACE (epoch_us("at") AS "at") FROM _batches
WHERE "table" = $table AND source = $source AND content = $content;
