// SPDX-License-Identifier: Apache-2.0
package org.pabal.spam.reading;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.pabal.message.mime.Charsets;
import org.pabal.message.mime.HeaderField;
import org.pabal.message.mime.HeaderText;
import org.pabal.message.mime.MimePart;
import org.pabal.message.mime.ScannedMessage;
import org.pabal.message.mime.TransferDecoding;
import org.pabal.spam.ReadingLimits;
import org.pabal.spam.reading.MailReading.Oddity;
import org.pabal.spam.reading.attachment.Attachment;
import org.pabal.spam.reading.attachment.Attachment.Trait;
import org.pabal.spam.reading.attachment.AttachmentReader;
import org.pabal.spam.reading.attachment.FileKind;
import org.pabal.spam.reading.html.HtmlFacts.Counted;
import org.pabal.spam.reading.html.HtmlReading;
import org.pabal.spam.reading.link.Links;
import org.pabal.spam.reading.link.TextLinks;

/// Goes through the parts of a mail once.
final class MailReader {
    private static final int LEAST_LETTERS = 40; // fewer beside images are a caption

    private final ScannedMessage scan;
    private final byte[] window;
    private final StringBuilder text = new StringBuilder(4_096);
    private final StringBuilder hidden = new StringBuilder();
    private final Links links = new Links();
    private final HtmlReading html = new HtmlReading(links, text, hidden);
    private final AttachmentReader files = new AttachmentReader();
    private final List<Attachment> attachments = new ArrayList<>();
    private final Set<Oddity> oddities = EnumSet.noneOf(Oddity.class);
    private int textParts;
    private String charsetFamily = "";

    /// Where the last plain text began and ended, for its alternative.
    private int plainStart;

    private int plainEnd;

    MailReader(ScannedMessage scan, byte[] window) {
        this.scan = scan;
        this.window = window;
    }

    MailReading read() {
        part(scan.root());
        if (scan.ambiguous()) {
            otherReadings();
        }
        List<HeaderField> fields = scan.header().fields();
        String rawSubject = scan.header().first("Subject").map(HeaderField::value).orElse("");
        String subject = NamedAddress.decoded(rawSubject);
        LetterCounts letters = LetterCounts.of(text);
        String shown = letters.invisible() == 0 ? text.toString() : LetterCounts.visible(text);
        judge(rawSubject, letters);
        return new MailReading(
                scan,
                subject,
                NamedAddress.all(fields, "From"),
                NamedAddress.all(fields, "Sender"),
                NamedAddress.all(fields, "Reply-To"),
                NamedAddress.all(fields, "To"),
                NamedAddress.all(fields, "Cc"),
                shown,
                hidden.toString(),
                textParts,
                links.all(),
                attachments,
                html.facts(),
                letters,
                oddities);
    }

    private void judge(String rawSubject, LetterCounts letters) {
        if (scan.eightBitHeader() && !TextCharset.isUtf8(window, 0, headerEnd())) {
            oddities.add(Oddity.RAW_HEADER);
        }
        if (html.isCut()) {
            oddities.add(Oddity.CUT);
        }
        boolean images =
                html.facts().has(Counted.IMAGES)
                        || attachments.stream().anyMatch(each -> each.kind() == FileKind.IMAGE);
        if (images && letters.letters() < LEAST_LETTERS) {
            oddities.add(Oddity.ONLY_IMAGES);
        }
        String subjectFamily = familyOfWords(rawSubject);
        if (!subjectFamily.isEmpty()
                && !charsetFamily.isEmpty()
                && !subjectFamily.equals(charsetFamily)) {
            oddities.add(Oddity.SUBJECT_IN_OTHER_CHARSET);
        }
    }

    private int headerEnd() {
        return (int) Math.min(scan.headerOctets(), window.length);
    }

    /// Of the first encoded word. RFC 2047 §2.
    private static String familyOfWords(String raw) {
        int start = raw.indexOf("=?");
        int end = start < 0 ? -1 : raw.indexOf('?', start + 2);
        return end < 0 ? "" : TextCharset.family(raw.substring(start + 2, end));
    }

    private void part(MimePart part) {
        if (part.isMultipart() && part.content().subtype().equals("alternative")) {
            alternatives(part);
        } else if (!part.children().isEmpty()) {
            part.children().forEach(this::part);
        } else if (isShownText(part)) {
            text(part);
        } else if (!part.content().type().equals("multipart")) {
            attachment(part);
        }
    }

    private void alternatives(MimePart part) {
        plainStart = 0;
        plainEnd = 0;
        for (MimePart child : part.children()) {
            int start = text.length();
            part(child);
            boolean otherThanPlain = plainEnd > plainStart && plainEnd <= start;
            if (otherThanPlain
                    && Alternatives.differ(
                            text.subSequence(plainStart, plainEnd),
                            text.subSequence(start, text.length()))) {
                oddities.add(Oddity.ALTERNATIVES_DIFFER);
            }
        }
    }

    private static boolean isShownText(MimePart part) {
        boolean attached = part.content().disposition().orElse("").equals("attachment");
        String subtype = part.content().subtype();
        return !attached
                && part.content().type().equals("text")
                && !subtype.equals("calendar")
                && !subtype.equals("css")
                && !subtype.equals("rfc822-headers")
                && !subtype.contains("vcard");
    }

    private void text(MimePart part) {
        byte[] octets = octets(part);
        boolean isHtml = part.content().subtype().equals("html");
        String declared = part.content().parameters().getOrDefault("charset", "");
        String label = TextCharset.label(declared, isHtml, octets);
        boolean whole = part.endOffset() <= window.length;
        String decoded = Charsets.decode(octets, 0, octets.length, label, whole);
        TextCharset.judge(label, octets, decoded, oddities);
        if (charsetFamily.isEmpty()) {
            charsetFamily = TextCharset.family(label);
        }
        if (textParts++ > 0 && text.length() < ReadingLimits.TEXT_CHARS) {
            text.append('\n');
        }
        if (isHtml) {
            html.read(decoded);
        } else {
            plain(decoded);
        }
    }

    private void plain(String decoded) {
        int room = Math.max(0, ReadingLimits.TEXT_CHARS - text.length());
        int count = Math.min(decoded.length(), room);
        plainStart = text.length();
        text.append(decoded, 0, count);
        plainEnd = text.length();
        TextLinks.find(decoded, 0, count, links);
        if (count < decoded.length()) {
            oddities.add(Oddity.CUT);
        }
    }

    private void attachment(MimePart part) {
        if (attachments.size() >= ReadingLimits.ATTACHMENTS) {
            return;
        }
        byte[] octets = octets(part);
        attachments.add(
                files.read(
                        names(part),
                        part.content().type() + "/" + part.content().subtype(),
                        octets,
                        part.endOffset() <= window.length));
    }

    /// Both names that a file can have: programs go by the one or the other.
    private static List<String> names(MimePart part) {
        List<String> names = new ArrayList<>(2);
        String shown = part.content().dispositionParameters().getOrDefault("filename", "");
        String other = part.content().parameters().getOrDefault("name", "");
        if (!shown.isEmpty()) {
            names.add(HeaderText.decodeWords(shown));
        }
        if (!other.isEmpty() && !other.equals(shown)) {
            names.add(HeaderText.decodeWords(other));
        }
        return names;
    }

    /// Files that only other readings of an ambiguous message have. THREATS M07.
    private void otherReadings() {
        for (byte[] octets : EncodedBodies.in(window, ReadingLimits.ATTACHMENTS)) {
            Attachment other = files.read(List.of(), "", octets, true);
            boolean known =
                    attachments.stream()
                            .anyMatch(each ->
                                    each.kind() == other.kind() && each.octets() == other.octets());
            if (!known && !isHarmless(other) && attachments.size() < ReadingLimits.ATTACHMENTS) {
                attachments.add(other.with(Trait.AMBIGUOUS));
            }
        }
    }

    private static boolean isHarmless(Attachment attachment) {
        return attachment.traits().isEmpty()
                && (attachment.kind() == FileKind.TEXT || attachment.kind() == FileKind.UNKNOWN);
    }

    /// The body of a part, decoded, as far as the window reaches. The one decoder for every reader
    /// gives what a download gives, garbage or not (THREATS M08).
    private byte[] octets(MimePart part) {
        int start = (int) Math.min(part.bodyOffset(), window.length);
        int end = Math.clamp(part.endOffset(), start, window.length);
        String encoding = part.content().transferEncoding();
        if (encoding.equals("base64") && EncodedBodies.isGarbled(window, start, end)) {
            oddities.add(Oddity.GARBLED_ENCODING);
        }
        return TransferDecoding.decode(encoding, window, start, end - start);
    }
}
