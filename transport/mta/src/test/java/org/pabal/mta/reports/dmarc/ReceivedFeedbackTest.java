// SPDX-License-Identifier: Apache-2.0
package org.pabal.mta.reports.dmarc;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.pabal.message.mime.MessageScanner;
import org.pabal.message.mime.MimePart;
import org.pabal.message.mime.TransferDecoding;
import org.pabal.mta.reports.Reading;

/// Reports of real receivers, and mails with such, against what another program reads in them
/// (src/test/resources/dmarc/received/SOURCE.md).
class ReceivedFeedbackTest {

    /// What that program alone tells apart, or does not know in all of its files.
    private static final Pattern PASSED_OVER =
            Pattern.compile(
                    "\"(version|version_published|np|testing|discovery_method|generator|name"
                            + "|definition|extensions)\":");

    private final List<ReceivedFeedback.Row> rows = new ArrayList<>();

    private static byte[] file(String name) throws IOException {
        try (InputStream in =
                Objects.requireNonNull(
                        ReceivedFeedbackTest.class.getResourceAsStream(
                                "/dmarc/received/" + name))) {
            return in.readAllBytes();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"001", "002", "003", "004", "005"})
    void reportsAreReadAsOthersReadThem(String name) throws IOException {
        Optional<ReceivedFeedback> read =
                FeedbackReader.read(new ByteArrayInputStream(file(name + ".xml")), rows::add);
        assertThat(shown(read.orElseThrow())).isEqualTo(expected(name));
    }

    @ParameterizedTest
    @ValueSource(strings = {"100", "101", "102", "103", "104"})
    void mailsWithReportsAreReadAsOthersReadThem(String name) throws IOException {
        byte[] mail = withCrlf(file(name + ".eml"));
        MessageScanner scanner = new MessageScanner();
        scanner.write(mail, 0, mail.length);
        List<ReceivedFeedback> found = new ArrayList<>();
        read(scanner.finish().root(), mail, found);
        assertThat(found).hasSize(1);
        assertThat(shown(found.getFirst())).isEqualTo(expected(name));
    }

    private static byte[] withCrlf(byte[] octets) {
        String text = new String(octets, StandardCharsets.ISO_8859_1);
        return text.replace("\r\n", "\n")
                .replace("\n", "\r\n")
                .getBytes(StandardCharsets.ISO_8859_1);
    }

    private void read(MimePart part, byte[] mail, List<ReceivedFeedback> found) throws IOException {
        for (MimePart child : part.children()) {
            read(child, mail, found);
        }
        if (part.children().isEmpty() && part.content().type().equals("application")) {
            InputStream encoded =
                    new ByteArrayInputStream(
                            mail, (int) part.bodyOffset(), (int) part.bodyOctets());
            Reading.unpack(
                    TransferDecoding.decode(part.content().transferEncoding(), encoded),
                    (_, file) -> FeedbackReader.read(file, rows::add).ifPresent(found::add));
        }
    }

    /// The lines of the JSON, without what is passed over, commas and depth.
    private static List<String> expected(String name) throws IOException {
        return lines(new String(file(name + ".json"), StandardCharsets.UTF_8));
    }

    private static List<String> lines(String json) {
        return json.lines()
                .map(String::strip)
                .filter(line -> !PASSED_OVER.matcher(line).find())
                .filter(line -> !line.matches("[\\[\\]{},]*"))
                .map(line -> line.endsWith(",") ? line.substring(0, line.length() - 1) : line)
                .toList();
    }

    private List<String> shown(ReceivedFeedback feedback) {
        List<String> out = new ArrayList<>();
        out.add("\"report_metadata\": {");
        out.add(text("org_name", feedback.organization()));
        out.add(text("email", feedback.email()));
        out.add(textOrNull("extra_contact_info", feedback.contact()));
        out.add(text("report_id", feedback.reportId()));
        out.add("\"date_range\": {");
        out.add("\"begin\": " + feedback.begin());
        out.add("\"end\": " + feedback.end());
        out.add("\"error\": " + feedback.error());
        out.add("\"policy_published\": {");
        out.add(text("domain", feedback.domain()));
        Map<String, String> modes = Map.of("r", "Relaxed", "s", "Strict", "", "Unspecified");
        out.add(text("adkim", Objects.requireNonNull(modes.get(feedback.adkim()))));
        out.add(text("aspf", Objects.requireNonNull(modes.get(feedback.aspf()))));
        out.add(text("p", capital(feedback.p())));
        out.add(text("sp", capital(feedback.sp())));
        out.add(textOrNull("fo", feedback.fo()));
        out.add("\"record\": [");
        rows.forEach(row -> add(row, out));
        return out;
    }

    private static void add(ReceivedFeedback.Row row, List<String> out) {
        out.add("\"row\": {");
        out.add(text("source_ip", row.sourceIp()));
        out.add("\"count\": " + row.count());
        out.add("\"policy_evaluated\": {");
        out.add(text("disposition", capital(row.disposition())));
        out.add(text("dkim", capital(row.dkim())));
        out.add(text("spf", capital(row.spf())));
        out.add("\"reason\": [" + (row.reasons().isEmpty() ? "]" : ""));
        for (ReceivedFeedback.Reason reason : row.reasons()) {
            String type = reason.type().equals("sampled_out") ? "other" : reason.type();
            out.add(text("type_", capital(type)));
            out.add(textOrNull("comment", reason.comment()));
        }
        out.add("\"identifiers\": {");
        out.add(textOrNull("envelope_to", row.envelopeTo()));
        out.add(text("envelope_from", row.envelopeFrom()));
        out.add(text("header_from", row.headerFrom()));
        out.add("\"auth_results\": {");
        results("dkim", row.signatures(), out);
        results("spf", row.spfResults(), out);
    }

    private static void results(
            String name, List<ReceivedFeedback.Result> results, List<String> out) {
        out.add("\"" + name + "\": [" + (results.isEmpty() ? "]" : ""));
        Map<String, String> scopes = Map.of("mfrom", "MailFrom", "helo", "Helo", "", "Unspecified");
        for (ReceivedFeedback.Result result : results) {
            out.add(text("domain", result.domain()));
            out.add(
                    name.equals("dkim")
                            ? text("selector", result.selector())
                            : text("scope", Objects.requireNonNull(scopes.get(result.selector()))));
            out.add(text("result", capital(result.result())));
            out.add(textOrNull("human_result", result.words()));
        }
    }

    private static String text(String name, String text) {
        return "\"" + name + "\": \"" + text.replace("\"", "\\\"") + "\"";
    }

    private static String textOrNull(String name, String text) {
        return text.isEmpty() ? "\"" + name + "\": null" : text(name, text);
    }

    private static String capital(String word) {
        return List.of(word.split("_", -1)).stream()
                .filter(part -> !part.isEmpty())
                .map(part -> part.substring(0, 1).toUpperCase(Locale.ROOT) + part.substring(1))
                .collect(Collectors.joining());
    }
}
