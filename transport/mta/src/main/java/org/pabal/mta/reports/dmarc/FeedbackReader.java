// SPDX-License-Identifier: Apache-2.0
package org.pabal.mta.reports.dmarc;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;
import org.pabal.mta.reports.dmarc.ReceivedFeedback.Reason;
import org.pabal.mta.reports.dmarc.ReceivedFeedback.Result;
import org.pabal.mta.reports.dmarc.ReceivedFeedback.Row;

/// Reads a report as it streams in: both forms, elements in any order, in any namespace, unknown ones
/// passed over. No DTD, no entities but XML's own, nothing is fetched (THREATS M15); depth, texts and
/// rows are bounded.
final class FeedbackReader {
    private static final int MAX_DEPTH = 20;
    private static final int MAX_TEXT = 1_000;
    private static final int MAX_ROWS = 1_000_000;
    private static final int MAX_PARTS = 200;
    private static final int START_OCTETS = 256;
    private static final Pattern ENCODING = Pattern.compile("encoding=[\"']([A-Za-z0-9-]+)");
    private static final XMLInputFactory FACTORY = factory();

    private final XMLStreamReader xml;
    private final Consumer<Row> rows;
    private final List<String> path = new ArrayList<>();
    private final Map<String, String> head = new HashMap<>();
    private final List<String> errors = new ArrayList<>();
    private Map<String, String> fields = new HashMap<>();
    private List<Reason> reasons = new ArrayList<>();
    private List<Result> signatures = new ArrayList<>();
    private List<Result> spfResults = new ArrayList<>();
    private int rowsSeen;

    private FeedbackReader(XMLStreamReader xml, Consumer<Row> rows) {
        this.xml = xml;
        this.rows = rows;
    }

    private static XMLInputFactory factory() {
        XMLInputFactory factory = XMLInputFactory.newDefaultFactory();
        factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
        factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
        factory.setProperty(XMLInputFactory.IS_REPLACING_ENTITY_REFERENCES, false);
        factory.setProperty(XMLInputFactory.IS_COALESCING, false);
        factory.setXMLReporter((_, _, _, _) -> {}); // the exception tells
        factory.setXMLResolver((publicId, systemId, base, namespace) -> {
            throw new XMLStreamException("a report refers to " + systemId);
        });
        return factory;
    }

    /// @param rows is given each row, also of a report that turns out to be none
    /// @return empty when it is XML but no report
    /// @throws IOException when it is no XML, has a DOCTYPE, or is beyond a limit
    static Optional<ReceivedFeedback> read(InputStream in, Consumer<Row> rows) throws IOException {
        try {
            return new FeedbackReader(FACTORY.createXMLStreamReader(characters(in)), rows).read();
        } catch (XMLStreamException malformed) {
            throw new IOException("not a report: " + malformed.getMessage(), malformed);
        }
    }

    /// Decoded here, by what the declaration names: octets that are none of its charset become a
    /// sign and stop nothing.
    private static Reader characters(InputStream in) throws IOException {
        BufferedInputStream octets = new BufferedInputStream(in);
        octets.mark(START_OCTETS);
        byte[] start = octets.readNBytes(START_OCTETS);
        octets.reset();
        boolean signed = start.length > 2 && (start[0] & 0xFF) == 0xEF && (start[1] & 0xFF) == 0xBB;
        octets.skipNBytes(signed ? 3 : 0); // UTF-8's byte order mark
        Matcher named = ENCODING.matcher(new String(start, StandardCharsets.ISO_8859_1));
        String name = named.find() ? named.group(1).toUpperCase(Locale.ROOT) : "UTF-8";
        boolean marked = start.length > 1 && (start[0] & 0xFF) >= 0xFE && (start[1] & 0xFF) >= 0xFE;
        return new InputStreamReader(
                octets,
                marked
                        ? StandardCharsets.UTF_16
                        : name.equals("ISO-8859-1") || name.equals("WINDOWS-1252")
                                ? StandardCharsets.ISO_8859_1
                                : StandardCharsets.UTF_8);
    }

    private Optional<ReceivedFeedback> read() throws IOException, XMLStreamException {
        StringBuilder text = new StringBuilder();
        while (xml.hasNext()) {
            switch (xml.next()) {
                case XMLStreamConstants.START_ELEMENT -> {
                    text.setLength(0);
                    if (path.isEmpty() && !xml.getLocalName().equals("feedback")) {
                        return Optional.empty();
                    }
                    open(xml.getLocalName());
                }
                case XMLStreamConstants.CHARACTERS, XMLStreamConstants.CDATA -> {
                    int room = Math.max(0, MAX_TEXT - text.length());
                    text.append(
                            xml.getTextCharacters(),
                            xml.getTextStart(),
                            Math.min(room, xml.getTextLength()));
                }
                case XMLStreamConstants.END_ELEMENT -> {
                    close(text.toString().strip());
                    text.setLength(0);
                }
                case XMLStreamConstants.DTD, XMLStreamConstants.ENTITY_REFERENCE ->
                        throw new IOException("a report with a DOCTYPE or entities of its own");
                default -> {}
            }
        }
        return feedback();
    }

    private void open(String name) throws IOException {
        path.add(name);
        if (path.size() > MAX_DEPTH) {
            throw new IOException("a report nested more than " + MAX_DEPTH + " deep");
        }
    }

    /// An element has ended; `text` is empty for one that has elements.
    private void close(String text) throws IOException {
        String at = String.join("/", path.subList(1, path.size()));
        path.removeLast();
        switch (at) {
            case "record" -> row();
            case "record/row/policy_evaluated/reason" -> {
                if (reasons.size() < MAX_PARTS) {
                    reasons.add(new Reason(take(at + "/type"), take(at + "/comment")));
                }
            }
            case "record/auth_results/dkim" -> result(at, "selector", signatures);
            case "record/auth_results/spf" -> result(at, "scope", spfResults);
            case "report_metadata/error" -> {
                if (errors.size() < MAX_PARTS) {
                    errors.add(text);
                }
            }
            default -> {
                if (at.startsWith("record/")) {
                    fields.putIfAbsent(at, text);
                } else if (head.size() < MAX_PARTS) {
                    head.putIfAbsent(at, text);
                }
            }
        }
        if (fields.size() > MAX_PARTS) {
            throw new IOException("a row of more than " + MAX_PARTS + " parts");
        }
    }

    private void result(String at, String selector, List<Result> results) {
        Result result =
                new Result(
                        take(at + "/domain"),
                        take(at + "/" + selector),
                        take(at + "/result"),
                        take(at + "/human_result"));
        if (results.size() < MAX_PARTS) {
            results.add(result);
        }
    }

    private String take(String at) {
        String text = fields.remove(at);
        return text == null ? "" : text;
    }

    private void row() throws IOException {
        if (++rowsSeen > MAX_ROWS) {
            throw new IOException("a report of more than " + MAX_ROWS + " rows");
        }
        rows.accept(
                new Row(
                        take("record/row/source_ip"),
                        Math.max(0, number(take("record/row/count"))),
                        take("record/row/policy_evaluated/disposition").toLowerCase(Locale.ROOT),
                        take("record/row/policy_evaluated/dkim"),
                        take("record/row/policy_evaluated/spf"),
                        List.copyOf(reasons),
                        take("record/identifiers/header_from"),
                        take("record/identifiers/envelope_from"),
                        take("record/identifiers/envelope_to"),
                        List.copyOf(signatures),
                        List.copyOf(spfResults)));
        fields = new HashMap<>();
        reasons = new ArrayList<>();
        signatures = new ArrayList<>();
        spfResults = new ArrayList<>();
    }

    private static long number(String text) {
        return text.matches("\\d{1,15}") ? Long.parseLong(text) : -1;
    }

    private String head(String at) {
        return head.getOrDefault(at, "");
    }

    private Optional<ReceivedFeedback> feedback() {
        long begin = number(head("report_metadata/date_range/begin"));
        long end = number(head("report_metadata/date_range/end"));
        String domain = head("policy_published/domain");
        String reportId = head("report_metadata/report_id");
        if (begin < 0 || end < 0 || domain.isEmpty() || reportId.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(
                new ReceivedFeedback(
                        head("version"),
                        head("report_metadata/org_name"),
                        head("report_metadata/email"),
                        head("report_metadata/extra_contact_info"),
                        reportId,
                        begin,
                        end,
                        List.copyOf(errors),
                        head("report_metadata/generator"),
                        domain,
                        head("policy_published/p"),
                        head("policy_published/sp"),
                        head("policy_published/np"),
                        head("policy_published/adkim"),
                        head("policy_published/aspf"),
                        head("policy_published/fo"),
                        head("policy_published/testing"),
                        head("policy_published/discovery_method")));
    }
}
