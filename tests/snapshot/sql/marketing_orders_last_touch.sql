WITH "t10" AS (
  SELECT
    "t9"."business",
    "t9"."visitor",
    "t9"."area",
    "t9"."day",
    "t9"."at",
    "t9"."channel",
    "t9"."is_order",
    "t9"."id",
    "t9"."touched_at",
    "t9"."value",
    COUNT("t9"."touched_at") OVER (
      PARTITION BY "t9"."business", "t9"."visitor"
      ORDER BY "t9"."at" ASC, "t9"."is_order" ASC, "t9"."id" ASC
      ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW
    ) AS "stretch"
  FROM (
    SELECT
      *
    FROM (
      SELECT
        *
      FROM (
        SELECT
          "t6"."business",
          "t6"."visitor",
          "t6"."area",
          "t6"."day",
          "t6"."at",
          "t6"."channel",
          0 AS "is_order",
          "t6"."touch" AS "id",
          "t6"."at" AS "touched_at",
          CAST(NULL AS DECIMAL(18, 4)) AS "value"
        FROM (
          SELECT
            *
          FROM "touches" AS "t1"
          WHERE
            "t1"."kind" IN ('click', 'visit', 'qualified') AND "t1"."channel" <> 'direct'
        ) AS "t6"
        SEMI JOIN (
          SELECT
            *
          FROM "conversions" AS "t0"
          WHERE
            "t0"."kind" = 'order' AND "t0"."visitor" IS NOT NULL
        ) AS "t5"
          ON "t6"."business" = "t5"."business" AND "t6"."visitor" = "t5"."visitor"
      ) AS "t7"
    ) AS "t8"
    UNION ALL
    SELECT
      *
    FROM (
      SELECT
        CAST("t0"."business" AS TEXT) AS "business",
        "t0"."visitor",
        CAST("t0"."area" AS TEXT) AS "area",
        CAST("t0"."day" AS DATE) AS "day",
        CAST("t0"."at" AS TIMESTAMPTZ) AS "at",
        CAST(NULL AS TEXT) AS "channel",
        1 AS "is_order",
        CAST("t0"."conversion" AS TEXT) AS "id",
        CAST(NULL AS TIMESTAMPTZ) AS "touched_at",
        "t0"."value"
      FROM "conversions" AS "t0"
      WHERE
        "t0"."kind" = 'order' AND "t0"."visitor" IS NOT NULL
    ) AS "t2"
  ) AS "t9"
)
SELECT
  "t19"."start",
  "t19"."business",
  "t19"."area",
  "t19"."channel",
  "t19"."numerator",
  "t19"."denominator",
  "t19"."numerator" AS "value"
FROM (
  SELECT
    "t18"."start",
    "t18"."business",
    "t18"."area",
    "t18"."channel",
    SUM("t18"."numerator") AS "numerator",
    SUM("t18"."denominator") AS "denominator"
  FROM (
    SELECT
      "t17"."day",
      "t17"."business",
      "t17"."area",
      "t17"."by" AS "channel",
      1 AS "numerator",
      CAST(NULL AS BIGINT) AS "denominator",
      CAST(DATE_TRUNC('WEEK', CAST("t17"."day" AS TIMESTAMP)) AS DATE) AS "start"
    FROM (
      SELECT
        "t16"."business",
        "t16"."visitor",
        "t16"."area",
        "t16"."day",
        "t16"."at",
        "t16"."is_order",
        "t16"."id",
        "t16"."touched_at",
        "t16"."value",
        "t16"."stretch",
        "t15"."by",
        "t15"."since"
      FROM (
        SELECT
          "t12".*
          EXCLUDE ("channel")
        FROM (
          SELECT
            *
          FROM "t10" AS "t11"
          WHERE
            "t11"."is_order" = 1
        ) AS "t12"
      ) AS "t16"
      INNER JOIN (
        SELECT
          "t11"."business",
          "t11"."visitor",
          "t11"."stretch",
          "t11"."channel" AS "by",
          "t11"."touched_at" AS "since"
        FROM "t10" AS "t11"
        WHERE
          "t11"."is_order" = 0
      ) AS "t15"
        ON "t16"."business" = "t15"."business"
        AND "t16"."visitor" = "t15"."visitor"
        AND "t16"."stretch" = "t15"."stretch"
    ) AS "t17"
    WHERE
      "t17"."at" <= (
        "t17"."since" + INTERVAL '30' DAY
      ) AND "t17"."day" IS NOT NULL
  ) AS "t18"
  GROUP BY
    1,
    2,
    3,
    4
) AS "t19"
ORDER BY
  "t19"."start" ASC,
  "t19"."business" ASC,
  "t19"."area" ASC,
  "t19"."channel" ASC
