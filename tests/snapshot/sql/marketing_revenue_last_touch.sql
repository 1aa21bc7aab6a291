SELECT
  "t8"."start",
  "t8"."business",
  "t8"."area",
  "t8"."channel",
  "t8"."numerator",
  "t8"."denominator",
  "t8"."numerator" AS "value"
FROM (
  SELECT
    "t7"."start",
    "t7"."business",
    "t7"."area",
    "t7"."channel",
    SUM("t7"."numerator") AS "numerator",
    SUM("t7"."denominator") AS "denominator"
  FROM (
    SELECT
      "t6"."day",
      "t6"."business",
      "t6"."area",
      "t6"."channel",
      "t6"."value" AS "numerator",
      CAST(NULL AS BIGINT) AS "denominator",
      CAST(DATE_TRUNC('WEEK', CAST("t6"."day" AS TIMESTAMP)) AS DATE) AS "start"
    FROM (
      SELECT
        "t5"."business",
        "t5"."visitor",
        "t5"."area",
        "t5"."day",
        "t5"."at",
        MAX("t5"."channel") OVER (
          PARTITION BY "t5"."business", "t5"."visitor", "t5"."stretch"
          ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING
        ) AS "channel",
        "t5"."is_order",
        "t5"."id",
        "t5"."touched_at",
        "t5"."value",
        "t5"."stretch",
        MAX("t5"."touched_at") OVER (
          PARTITION BY "t5"."business", "t5"."visitor", "t5"."stretch"
          ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING
        ) AS "since"
      FROM (
        SELECT
          "t4"."business",
          "t4"."visitor",
          "t4"."area",
          "t4"."day",
          "t4"."at",
          "t4"."channel",
          "t4"."is_order",
          "t4"."id",
          "t4"."touched_at",
          "t4"."value",
          COUNT("t4"."touched_at") OVER (
            PARTITION BY "t4"."business", "t4"."visitor"
            ORDER BY "t4"."at" ASC, "t4"."is_order" ASC, "t4"."id" ASC
            ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW
          ) AS "stretch"
        FROM (
          SELECT
            *
          FROM (
            SELECT
              CAST("t0"."business" AS TEXT) AS "business",
              CAST("t0"."visitor" AS TEXT) AS "visitor",
              CAST("t0"."area" AS TEXT) AS "area",
              CAST("t0"."day" AS DATE) AS "day",
              CAST("t0"."at" AS TIMESTAMPTZ) AS "at",
              CAST("t0"."channel" AS TEXT) AS "channel",
              0 AS "is_order",
              CAST("t0"."touch" AS TEXT) AS "id",
              CAST("t0"."at" AS TIMESTAMPTZ) AS "touched_at",
              CAST(NULL AS DECIMAL(18, 4)) AS "value"
            FROM "touches" AS "t0"
            WHERE
              "t0"."kind" IN ('click', 'visit', 'qualified') AND "t0"."channel" <> 'direct'
          ) AS "t2"
          UNION ALL
          SELECT
            *
          FROM (
            SELECT
              CAST("t1"."business" AS TEXT) AS "business",
              "t1"."visitor",
              CAST("t1"."area" AS TEXT) AS "area",
              CAST("t1"."day" AS DATE) AS "day",
              CAST("t1"."at" AS TIMESTAMPTZ) AS "at",
              CAST(NULL AS TEXT) AS "channel",
              1 AS "is_order",
              CAST("t1"."conversion" AS TEXT) AS "id",
              CAST(NULL AS TIMESTAMPTZ) AS "touched_at",
              "t1"."value"
            FROM "conversions" AS "t1"
            WHERE
              "t1"."kind" = 'order' AND "t1"."visitor" IS NOT NULL
          ) AS "t3"
        ) AS "t4"
      ) AS "t5"
    ) AS "t6"
    WHERE
      "t6"."since" IS NOT NULL
      AND "t6"."at" <= (
        "t6"."since" + INTERVAL '30' DAY
      )
      AND "t6"."is_order" = 1
      AND "t6"."day" IS NOT NULL
  ) AS "t7"
  GROUP BY
    1,
    2,
    3,
    4
) AS "t8"
ORDER BY
  "t8"."start" ASC,
  "t8"."business" ASC,
  "t8"."area" ASC,
  "t8"."channel" ASC
