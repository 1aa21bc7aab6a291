SELECT
  "t4"."start",
  "t4"."business",
  "t4"."numerator",
  "t4"."denominator",
  CAST("t4"."numerator" AS DOUBLE) / NULLIF(CAST("t4"."denominator" AS DOUBLE), 0) AS "value"
FROM (
  SELECT
    "t3"."start",
    "t3"."business",
    SUM("t3"."numerator") AS "numerator",
    SUM("t3"."denominator") AS "denominator"
  FROM (
    SELECT
      "t2"."day",
      "t2"."business",
      "t2"."numerator",
      "t2"."denominator",
      CAST(DATE_TRUNC('WEEK', CAST("t2"."day" AS TIMESTAMP)) AS DATE) AS "start"
    FROM (
      SELECT
        "t1"."day",
        "t1"."business",
        CAST(CASE
          WHEN "t1"."unpriced" = 0
          THEN "t1"."spent"
          ELSE CAST(NULL AS DECIMAL(38, 6))
        END IS NOT NULL AS BIGINT) AS "numerator",
        1 AS "denominator"
      FROM (
        SELECT
          "t0"."business",
          "t0"."trace",
          MIN("t0"."day") FILTER(WHERE
            "t0"."parent" IS NULL) AS "day",
          SUM("t0"."cost") AS "spent",
          SUM(
            CAST((
              (
                "t0"."input_tokens" IS NOT NULL
              ) OR (
                "t0"."output_tokens" IS NOT NULL
              )
            )
            AND (
              "t0"."cost" IS NULL
            ) AS BIGINT)
          ) AS "unpriced",
          MAX(CAST("t0"."is_error" AS BIGINT)) FILTER(WHERE
            "t0"."parent" IS NULL) AS "failed",
          MAX(CAST("t0"."accepted" AS BIGINT)) FILTER(WHERE
            "t0"."parent" IS NULL) AS "accepted"
        FROM "spans" AS "t0"
        GROUP BY
          1,
          2
      ) AS "t1"
      WHERE
        "t1"."day" IS NOT NULL
    ) AS "t2"
    WHERE
      "t2"."numerator" IS NOT NULL AND "t2"."denominator" IS NOT NULL
  ) AS "t3"
  GROUP BY
    1,
    2
) AS "t4"
ORDER BY
  "t4"."start" ASC,
  "t4"."business" ASC
