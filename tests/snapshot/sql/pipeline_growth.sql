SELECT
  "t5"."start",
  "t5"."business",
  "t5"."area",
  "t5"."channel",
  "t5"."numerator",
  "t5"."denominator",
  CAST("t5"."numerator" AS DOUBLE) / NULLIF(CAST("t5"."denominator" AS DOUBLE), 0) AS "value"
FROM (
  SELECT
    "t4"."start",
    "t4"."business",
    "t4"."area",
    "t4"."channel",
    SUM("t4"."numerator") AS "numerator",
    SUM("t4"."denominator") AS "denominator"
  FROM (
    SELECT
      "t3"."start" AS "day",
      "t3"."business",
      "t3"."area",
      "t3"."channel",
      "t3"."amount" - "t3"."before" AS "numerator",
      "t3"."before" AS "denominator",
      CAST(DATE_TRUNC('WEEK', CAST("t3"."start" AS TIMESTAMP)) AS DATE) AS "start"
    FROM (
      SELECT
        "t2"."start",
        "t2"."business",
        "t2"."area",
        "t2"."channel",
        "t2"."amount",
        LAG("t2"."amount") OVER (
          PARTITION BY "t2"."business", "t2"."area", "t2"."channel"
          ORDER BY "t2"."start" ASC
          ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING
        ) AS "before",
        LAG("t2"."start") OVER (
          PARTITION BY "t2"."business", "t2"."area", "t2"."channel"
          ORDER BY "t2"."start" ASC
          ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING
        ) AS "last"
      FROM (
        SELECT
          "t1"."start",
          "t1"."business",
          "t1"."area",
          "t1"."channel",
          SUM("t1"."amount") AS "amount"
        FROM (
          SELECT
            "t0"."business",
            "t0"."area",
            "t0"."channel",
            "t0"."amount",
            CAST(DATE_TRUNC('WEEK', CAST("t0"."created_on" AS TIMESTAMP)) AS DATE) AS "start"
          FROM "deals" AS "t0"
          WHERE
            CAST(DATE_TRUNC('WEEK', CAST("t0"."created_on" AS TIMESTAMP)) AS DATE) IS NOT NULL
        ) AS "t1"
        GROUP BY
          1,
          2,
          3,
          4
      ) AS "t2"
    ) AS "t3"
    WHERE
      CAST(CAST("t3"."last" AS TIMESTAMP) + INTERVAL '1' WEEK AS DATE) = "t3"."start"
      AND "t3"."start" IS NOT NULL
      AND (
        "t3"."amount" - "t3"."before"
      ) IS NOT NULL
      AND "t3"."before" IS NOT NULL
  ) AS "t4"
  GROUP BY
    1,
    2,
    3,
    4
) AS "t5"
ORDER BY
  "t5"."start" ASC,
  "t5"."business" ASC,
  "t5"."area" ASC,
  "t5"."channel" ASC
