// SPDX-License-Identifier: Apache-2.0
package org.pabal.mta.reports.dmarc;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import javax.xml.stream.XMLOutputFactory;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamWriter;
import org.pabal.mta.reports.format.v1.AggregateRow;
import org.pabal.mta.reports.format.v1.PublishedOctets;

/// Writes a report, element by element. RFC 9990 §3.1.1, appendix A.
final class FeedbackWriter implements AutoCloseable {
    private static final String NAMESPACE = "urn:ietf:params:xml:ns:dmarc-2.0";
    private static final XMLOutputFactory FACTORY = XMLOutputFactory.newDefaultFactory();

    private final XMLStreamWriter xml;

    FeedbackWriter(OutputStream out) throws IOException {
        try {
            this.xml = FACTORY.createXMLStreamWriter(out, "UTF-8");
        } catch (XMLStreamException unwritable) {
            throw new IOException(unwritable);
        }
    }

    /// What may fail on its way to memory.
    @FunctionalInterface
    private interface Writing {
        void write() throws XMLStreamException;
    }

    private static void writing(Writing writing) {
        try {
            writing.write();
        } catch (XMLStreamException unwritable) {
            throw new UncheckedIOException(new IOException(unwritable));
        }
    }

    private void begin(String element) {
        writing(() -> xml.writeStartElement(element));
    }

    private void endElement() {
        writing(xml::writeEndElement);
    }

    private void text(String element, String text) {
        writing(() -> {
            xml.writeStartElement(element);
            xml.writeCharacters(characters(text));
            xml.writeEndElement();
        });
    }

    private void textIfAny(String element, String text) {
        if (!text.isEmpty()) {
            text(element, text);
        }
    }

    /// `Char` of XML 1.0: nothing that a stranger calls himself makes the report unreadable.
    private static String characters(String text) {
        StringBuilder safe = new StringBuilder(text.length());
        text.codePoints()
                .map(c -> {
                    boolean valid =
                            c >= 0x20 && c <= 0xD7FF
                                    || c >= 0xE000 && c <= 0xFFFD
                                    || c >= 0x10000
                                    || c == '\t';
                    return valid ? c : '?';
                })
                .forEach(safe::appendCodePoint);
        return safe.toString();
    }

    /// @param begin and end in seconds since 1970
    /// @param error about the domain's record; may be empty
    void begin(DmarcReportConfig config, String id, long begin, long end, String error) {
        writing(() -> {
            xml.writeStartDocument("UTF-8", "1.0");
            xml.writeStartElement("feedback");
            xml.writeDefaultNamespace(NAMESPACE);
        });
        text("version", "1.0");
        begin("report_metadata");
        text("org_name", config.organization());
        text("email", config.from().toString());
        text("report_id", id);
        begin("date_range");
        text("begin", Long.toString(begin));
        text("end", Long.toString(end));
        endElement();
        textIfAny("error", error);
        text("generator", "Pabal");
        endElement();
    }

    void policy(String domain, PublishedOctets published) {
        begin("policy_published");
        text("domain", domain);
        text("p", published.p());
        text("sp", published.sp());
        textIfAny("np", published.np());
        text("adkim", published.adkim());
        text("aspf", published.aspf());
        text("discovery_method", "treewalk");
        text("fo", published.fo());
        text("testing", published.testing());
        endElement();
    }

    void row(AggregateRow.Counted counted) {
        AggregateRow row = counted.row();
        begin("record");
        begin("row");
        text("source_ip", row.sourceIp());
        text("count", Long.toString(counted.count()));
        evaluated(row);
        endElement();
        begin("identifiers");
        text("header_from", row.headerFrom());
        text("envelope_from", row.envelopeFrom());
        textIfAny("envelope_to", row.envelopeTo());
        endElement();
        results(row);
        endElement();
    }

    private void evaluated(AggregateRow row) {
        begin("policy_evaluated");
        text("disposition", row.disposition());
        text("dkim", row.dkim() ? "pass" : "fail");
        text("spf", row.spf() ? "pass" : "fail");
        for (AggregateRow.Reason reason : row.reasons()) {
            begin("reason");
            text("type", reason.type());
            textIfAny("comment", reason.comment());
            endElement();
        }
        endElement();
    }

    private void results(AggregateRow row) {
        begin("auth_results");
        for (AggregateRow.Signature signature : row.signatures()) {
            begin("dkim");
            text("domain", signature.domain());
            text("selector", signature.selector());
            text("result", signature.result());
            endElement();
        }
        if (!row.spfResult().isEmpty()) {
            begin("spf");
            text("domain", row.spfDomain());
            text("scope", "mfrom");
            text("result", row.spfResult());
            endElement();
        }
        endElement();
    }

    void end() {
        writing(() -> {
            xml.writeEndElement();
            xml.writeEndDocument();
            xml.flush();
        });
    }

    @Override
    public void close() throws IOException {
        try {
            xml.close();
        } catch (XMLStreamException unwritable) {
            throw new IOException(unwritable);
        }
    }
}
