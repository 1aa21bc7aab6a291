INSERT INTO _batches VALUES (
    $batch, $source, $table, $content, $at,
    $received, $loaded, $quarantined, $duplicate, $refused, $replaced, $reasons
);
