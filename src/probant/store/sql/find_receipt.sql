SELECT * FROM _batches WHERE "table" = $table AND source = $source AND content = $content;
