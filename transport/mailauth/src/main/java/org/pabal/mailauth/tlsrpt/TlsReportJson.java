// SPDX-License-Identifier: Apache-2.0
package org.pabal.mailauth.tlsrpt;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.pabal.mailauth.tlsrpt.JsonText.MalformedException;

/// Reports as they travel. RFC 8460 §4.4, §5.3
public final class TlsReportJson {
    private static final int MAX_POLICIES = 10_000;
    private static final int MAX_DETAILS = 10_000;
    private static final int MAX_LINES = 2_000;
    private static final int MAX_TEXT = 1_000;

    private TlsReportJson() {}

    public static String write(TlsReport report) {
        return "{\"organization-name\":"
                + JsonText.quoted(report.organization())
                + ",\"date-range\":{\"start-datetime\":"
                + JsonText.quoted(report.start().toString())
                + ",\"end-datetime\":"
                + JsonText.quoted(report.end().toString())
                + "},\"contact-info\":"
                + JsonText.quoted(report.contact())
                + ",\"report-id\":"
                + JsonText.quoted(report.id())
                + ",\"policies\":["
                + report.policies().stream()
                        .map(TlsReportJson::write)
                        .collect(Collectors.joining(","))
                + "]}\n";
    }

    private static String write(TlsReport.Policy policy) {
        StringBuilder json = new StringBuilder("{\"policy\":{\"policy-type\":");
        json.append(JsonText.quoted(policy.type()));
        if (!policy.text().isEmpty()) {
            json.append(",\"policy-string\":").append(list(policy.text()));
        }
        json.append(",\"policy-domain\":").append(JsonText.quoted(policy.domain()));
        if (!policy.exchangers().isEmpty()) {
            json.append(",\"mx-host\":").append(list(policy.exchangers()));
        }
        json.append("},\"summary\":{\"total-successful-session-count\":")
                .append(policy.successes())
                .append(",\"total-failure-session-count\":")
                .append(policy.failures())
                .append('}');
        if (!policy.details().isEmpty()) {
            json.append(",\"failure-details\":[")
                    .append(
                            policy.details().stream()
                                    .map(TlsReportJson::write)
                                    .collect(Collectors.joining(",")))
                    .append(']');
        }
        return json.append('}').toString();
    }

    private static String list(List<String> texts) {
        return texts.stream().map(JsonText::quoted).collect(Collectors.joining(",", "[", "]"));
    }

    private static String write(TlsReport.Failure failure) {
        StringBuilder json = new StringBuilder("{\"result-type\":");
        json.append(JsonText.quoted(failure.type()));
        member(json, "sending-mta-ip", failure.from());
        member(json, "receiving-mx-hostname", failure.exchanger());
        member(json, "receiving-ip", failure.to());
        json.append(",\"failed-session-count\":").append(failure.sessions());
        member(json, "failure-reason-code", failure.reason());
        return json.append('}').toString();
    }

    private static void member(StringBuilder json, String name, String value) {
        if (!value.isEmpty()) {
            json.append(",\"").append(name).append("\":").append(JsonText.quoted(value));
        }
    }

    /// Reads a report of others, who are not all exact: what is missing counts as empty or nought, a
    /// text stands for a list of one. Texts are cut to a bound.
    ///
    /// @return empty when it is no report, or one beyond all bounds
    public static Optional<TlsReport> parse(String json) {
        try {
            return JsonText.parse(json) instanceof Map<?, ?> report
                    ? report(report)
                    : Optional.empty();
        } catch (MalformedException malformed) {
            return Optional.empty();
        }
    }

    private static Optional<TlsReport> report(Map<?, ?> report) {
        Map<?, ?> range = map(report.get("date-range"));
        Optional<Instant> start = time(text(range.get("start-datetime")));
        Optional<Instant> end = time(text(range.get("end-datetime")));
        String id = text(report.get("report-id"));
        if (start.isEmpty()
                || end.isEmpty()
                || id.isEmpty()
                || !(report.get("policies") instanceof List<?> elements)
                || elements.size() > MAX_POLICIES) {
            return Optional.empty();
        }
        List<TlsReport.Policy> policies = new ArrayList<>();
        each(elements, one -> policies.add(policy(one)));
        return Optional.of(
                new TlsReport(
                        text(report.get("organization-name")),
                        start.get(),
                        end.get(),
                        text(report.get("contact-info")),
                        id,
                        policies));
    }

    private static TlsReport.Policy policy(Map<?, ?> element) {
        Map<?, ?> policy = map(element.get("policy"));
        Map<?, ?> summary = map(element.get("summary"));
        List<TlsReport.Failure> details = new ArrayList<>();
        if (element.get("failure-details") instanceof List<?> all && all.size() <= MAX_DETAILS) {
            each(all, one -> details.add(failure(one)));
        }
        return new TlsReport.Policy(
                text(policy.get("policy-type")),
                texts(policy.get("policy-string")),
                text(policy.get("policy-domain")),
                texts(policy.get("mx-host")),
                number(summary.get("total-successful-session-count")),
                number(summary.get("total-failure-session-count")),
                details);
    }

    private static TlsReport.Failure failure(Map<?, ?> element) {
        return new TlsReport.Failure(
                text(element.get("result-type")),
                text(element.get("sending-mta-ip")),
                text(element.get("receiving-mx-hostname")),
                text(element.get("receiving-ip")),
                text(element.get("failure-reason-code")),
                number(element.get("failed-session-count")));
    }

    private static void each(List<?> elements, Consumer<Map<?, ?>> with) {
        for (Object element : elements) {
            with.accept(map(element));
        }
    }

    private static Map<?, ?> map(@Nullable Object value) {
        return value instanceof Map<?, ?> map ? map : Map.of();
    }

    private static List<String> texts(@Nullable Object value) {
        return switch (value) {
            case String text -> List.of(cut(text));
            case List<?> list -> list.stream().limit(MAX_LINES).map(TlsReportJson::text).toList();
            case null, default -> List.of();
        };
    }

    private static String text(@Nullable Object value) {
        return value instanceof String text ? cut(text) : "";
    }

    private static String cut(String text) {
        String clean = text.replaceAll("\\p{Cntrl}+", " ").strip();
        return clean.length() > MAX_TEXT ? clean.substring(0, MAX_TEXT) : clean;
    }

    private static long number(@Nullable Object value) {
        String digits =
                value instanceof JsonText.Word(var word)
                        ? word
                        : value instanceof String s ? s : "";
        return digits.matches("\\d{1,15}") ? Long.parseLong(digits) : 0;
    }

    private static Optional<Instant> time(String text) {
        try {
            return Optional.of(OffsetDateTime.parse(text.replace(' ', 'T')).toInstant());
        } catch (DateTimeException noTime) {
            return Optional.empty();
        }
    }
}
