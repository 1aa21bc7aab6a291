SELECT
  "t3"."start",
  "t3"."business",
  "t3"."numerator",
  "t3"."denominator",
  CAST("t3"."numerator" AS DOUBLE) / NULLIF(CAST("t3"."denominator" AS DOUBLE), 0) AS "value"
FROM (
  SELECT
    "t2"."start",
    "t2"."business",
    SUM("t2"."numerator") AS "numerator",
    SUM("t2"."denominator") AS "denominator"
  FROM (
    SELECT
      "t1"."day",
      "t1"."business",
      "t1"."failed" AS "numerator",
      1 AS "denominator",
      CAST(DATE_TRUNC('WEEK', CAST("t1"."day" AS TIMESTAMP)) AS DATE) AS "start"
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
      "t1"."day" IS NOT NULL AND "t1"."failed" IS NOT NULL AND 1 IS NOT NULL
  ) AS "t2"
  GROUP BY
    1,
    2
) AS "t3"
ORDER BY
  "t3"."start" ASC,
  "t3"."business" ASC
