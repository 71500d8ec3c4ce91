// SPDX-License-Identifier: Apache-2.0
package org.pabal.mailauth.tlsrpt;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

final class TlsReportJsonTest {
    private static final String EXAMPLE =
            """
            {
              "organization-name": "Company-X",
              "date-range": {
                "start-datetime": "2016-04-01T00:00:00Z",
                "end-datetime": "2016-04-01T23:59:59Z"
              },
              "contact-info": "sts-reporting@company-x.example",
              "report-id": "5065427c-23d3-47ca-b6e0-946ea0e8c4be",
              "policies": [{
                "policy": {
                  "policy-type": "sts",
                  "policy-string": ["version: STSv1","mode: testing",
                        "mx: *.mail.company-y.example","max_age: 86400"],
                  "policy-domain": "company-y.example",
                  "mx-host": ["*.mail.company-y.example"]
                },
                "summary": {
                  "total-successful-session-count": 5326,
                  "total-failure-session-count": 303
                },
                "failure-details": [{
                  "result-type": "certificate-expired",
                  "sending-mta-ip": "2001:db8:abcd:0012::1",
                  "receiving-mx-hostname": "mx1.mail.company-y.example",
                  "failed-session-count": 100
                }, {
                  "result-type": "starttls-not-supported",
                  "sending-mta-ip": "2001:db8:abcd:0013::1",
                  "receiving-mx-hostname": "mx2.mail.company-y.example",
                  "receiving-ip": "203.0.113.56",
                  "failed-session-count": 200,
                  "additional-information": "https://reports.company-x.example/report_info?id=5065427c-23d3#StarttlsNotSupported"
                }, {
                  "result-type": "validation-failure",
                  "sending-mta-ip": "198.51.100.62",
                  "receiving-ip": "203.0.113.58",
                  "receiving-mx-hostname": "mx-backup.mail.company-y.example",
                  "failed-session-count": 3,
                  "failure-reason-code": "X509_V_ERR_PROXY_PATH_LENGTH_EXCEEDED"
                }]
              }]
            }
            """;

    private static TlsReport parse(String json) {
        return TlsReportJson.parse(json).orElseThrow();
    }

    @Test
    void theExampleOfTheRfc() { // RFC 8460 appendix B
        TlsReport report = parse(EXAMPLE);
        assertEquals(
                new TlsReport(
                        "Company-X",
                        Instant.parse("2016-04-01T00:00:00Z"),
                        Instant.parse("2016-04-01T23:59:59Z"),
                        "sts-reporting@company-x.example",
                        "5065427c-23d3-47ca-b6e0-946ea0e8c4be",
                        List.of(
                                new TlsReport.Policy(
                                        "sts",
                                        List.of(
                                                "version: STSv1",
                                                "mode: testing",
                                                "mx: *.mail.company-y.example",
                                                "max_age: 86400"),
                                        "company-y.example",
                                        List.of("*.mail.company-y.example"),
                                        5326,
                                        303,
                                        List.of(
                                                new TlsReport.Failure(
                                                        "certificate-expired",
                                                        "2001:db8:abcd:0012::1",
                                                        "mx1.mail.company-y.example",
                                                        "",
                                                        "",
                                                        100),
                                                new TlsReport.Failure(
                                                        "starttls-not-supported",
                                                        "2001:db8:abcd:0013::1",
                                                        "mx2.mail.company-y.example",
                                                        "203.0.113.56",
                                                        "",
                                                        200),
                                                new TlsReport.Failure(
                                                        "validation-failure",
                                                        "198.51.100.62",
                                                        "mx-backup.mail.company-y.example",
                                                        "203.0.113.58",
                                                        "X509_V_ERR_PROXY_PATH_LENGTH_EXCEEDED",
                                                        3))))),
                report);
        assertEquals(report, parse(TlsReportJson.write(report)));
    }

    @Test
    void whatIsWrittenIsReadTheSame() {
        for (long seed = 0; seed < 300; seed++) {
            Random random = new Random(seed);
            TlsReport report =
                    new TlsReport(
                            text(random),
                            Instant.EPOCH,
                            Instant.EPOCH.plusSeconds(random.nextInt(1_000_000)),
                            text(random),
                            "x" + text(random),
                            List.of(
                                    new TlsReport.Policy(
                                            text(random),
                                            List.of(text(random)),
                                            text(random),
                                            List.of(),
                                            random.nextInt(99),
                                            random.nextInt(99),
                                            List.of(
                                                    new TlsReport.Failure(
                                                            text(random),
                                                            text(random),
                                                            text(random),
                                                            text(random),
                                                            text(random),
                                                            random.nextInt(9))))));
            assertEquals(report, parse(TlsReportJson.write(report)), "seed " + seed);
        }
    }

    private static String text(Random random) {
        StringBuilder text = new StringBuilder("t");
        for (int i = random.nextInt(10); i > 0; i--) {
            text.append("a\"\\/\u00E9\uD55C{}[]:,".charAt(random.nextInt(12)));
        }
        return text.toString();
    }

    @Test
    void reportersWhoAreNotExactAreRead() {
        TlsReport.Policy policy =
                parse(
                                EXAMPLE.replace(
                                                "[\"*.mail.company-y.example\"]",
                                                "\"*.mail.company-y.example\"")
                                        .replace("5326", "\"5326\"")
                                        .replace("\"failure-details\"", "\"other\"")
                                        .replace("00:00:00Z", "02:00:00+02:00"))
                        .policies()
                        .getFirst();
        assertEquals(List.of("*.mail.company-y.example"), policy.exchangers());
        assertEquals(5326, policy.successes());
        assertEquals(List.of(), policy.details());
    }

    @Test
    void whatIsNoReportIsNone() {
        for (String text :
                List.of(
                        "",
                        "[]",
                        "{}",
                        "null",
                        "\"",
                        EXAMPLE + "x",
                        EXAMPLE.replace("2016-04-01T00", "yesterday"),
                        EXAMPLE.replace("\"policies\": [", "\"policies\": [1,2")
                                .replace("}]\n}", "}]"),
                        EXAMPLE.replace("report-id", "id"),
                        "[".repeat(100_000),
                        "{\"a\":".repeat(100_000),
                        "[" + "1,".repeat(600_000) + "1]",
                        "\"\\u12",
                        "{\"a\":\"\\x\"}")) {
            assertEquals(Optional.empty(), TlsReportJson.parse(text));
        }
    }

    @Test
    void anythingIsAnswered() {
        for (long seed = 0; seed < 2_000; seed++) {
            Random random = new Random(seed);
            StringBuilder text = new StringBuilder(EXAMPLE);
            for (int i = random.nextInt(8); i >= 0; i--) {
                text.setCharAt(
                        random.nextInt(text.length()),
                        "{}[]\",:\\0-\u0000\uD800x".charAt(random.nextInt(13)));
            }
            assertNotNull(TlsReportJson.parse(text.toString()), "seed " + seed);
        }
    }
}
