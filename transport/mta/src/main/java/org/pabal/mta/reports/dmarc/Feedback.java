// SPDX-License-Identifier: Apache-2.0
package org.pabal.mta.reports.dmarc;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.zip.GZIPOutputStream;
import org.pabal.message.Address;
import org.pabal.mta.reports.OutgoingReport;
import org.pabal.mta.reports.dmarc.AggregateReports.Subject;
import org.pabal.mta.reports.format.v1.PublishedOctets;

/// One report as it is sent. RFC 9990 §3.5.
///
/// @param id the same whenever the same day's report of the same domain is made: letters and digits
/// @param octets packed
/// @param rows the keys of what it tells
record Feedback(
        Subject subject, DmarcReportConfig config, String id, byte[] octets, List<byte[]> rows) {
    private static final int SECONDS_OF_DAY = 24 * 60 * 60;
    private static final int ID_OCTETS = 16;

    /// Header fields, words and delimiters around the attachment.
    private static final int AROUND = 2_048;

    static Feedback of(
            Subject subject,
            PublishedOctets published,
            DmarcReportConfig config,
            AggregateStore store) {
        String id = id(subject, config);
        List<byte[]> rows = new ArrayList<>();
        ByteArrayOutputStream packed = new ByteArrayOutputStream(4_096);
        try (GZIPOutputStream gzip = new GZIPOutputStream(packed);
                FeedbackWriter writer = new FeedbackWriter(gzip)) {
            writer.begin(config, id, begin(subject), end(subject), remarks(published));
            writer.policy(subject.domain(), published);
            store.rows(
                    subject,
                    (key, row) -> {
                        row.ifPresent(writer::row);
                        rows.add(key);
                    });
            writer.end();
        } catch (IOException inMemory) {
            throw new UncheckedIOException(inMemory);
        }
        return new Feedback(subject, config, id, packed.toByteArray(), rows);
    }

    private static long begin(Subject subject) {
        return subject.day().atStartOfDay(ZoneOffset.UTC).toEpochSecond();
    }

    private static long end(Subject subject) {
        return begin(subject) + SECONDS_OF_DAY - 1;
    }

    private static String remarks(PublishedOctets published) {
        return published.unlisted() == 0
                ? published.remarks()
                : (published.remarks().isEmpty() ? "" : published.remarks() + "; ")
                        + published.unlisted()
                        + " more mails, from more sources than are listed";
    }

    private static String id(Subject subject, DmarcReportConfig config) {
        String text = config.hostname() + " " + subject.domain() + " " + subject.day();
        try {
            byte[] hash =
                    MessageDigest.getInstance("SHA-256")
                            .digest(text.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(hash, 0, ID_OCTETS);
        } catch (NoSuchAlgorithmException everyJavaHasIt) {
            throw new IllegalStateException(everyJavaHasIt);
        }
    }

    /// How large the mail will be.
    long mailOctets() {
        return AROUND + octets.length * 4L / 3 + octets.length / 38;
    }

    OutgoingReport mail(List<Address> to) {
        String domain = subject.domain();
        String file =
                config.hostname()
                        + "!"
                        + domain
                        + "!"
                        + begin(subject)
                        + "!"
                        + end(subject)
                        + "!"
                        + id
                        + ".xml.gz";
        return new OutgoingReport(
                config.from(),
                to,
                "Report Domain: "
                        + domain
                        + " Submitter: "
                        + config.hostname()
                        + " Report-ID: "
                        + id,
                "dmarc-" + id,
                List.of(),
                "",
                "This is a DMARC aggregate report (RFC 9990) of "
                        + config.organization()
                        + "\non mail of "
                        + domain
                        + " that came on "
                        + subject.day()
                        + " (UTC).\n",
                new OutgoingReport.Attachment("application/gzip", file, octets));
    }
}
