// SPDX-License-Identifier: Apache-2.0
package org.pabal.sieve.body;

import java.util.List;
import org.pabal.message.mime.Charsets;
import org.pabal.message.mime.HeaderField;
import org.pabal.message.mime.HeaderText;
import org.pabal.message.mime.MimePart;
import org.pabal.sieve.SieveMessage;
import org.pabal.sieve.edit.MessagePart;
import org.pabal.sieve.match.Matching;
import org.pabal.sieve.run.Run;

/// The texts of a message's body, offered to a test one after the other until it holds.
final class BodyTexts {
    private static final String RAW = "8bit";

    private final Run run;
    private final SieveMessage message;
    private final Matching.Attempt attempt;

    /// Octets that may still be looked at.
    private int left;

    BodyTexts(Run run, Matching.Attempt attempt, int most) {
        this.run = run;
        this.message = run.message();
        this.attempt = attempt;
        this.left = most;
    }

    /// True when the test holds.
    boolean offer(BodyTransform transform) {
        MimePart root = message.scan().root();
        return switch (transform) {
            case BodyTransform.Raw _ -> offerRaw(root.bodyOffset(), root.endOffset());
            case BodyTransform.Content content -> offerContent(root, content);
            case BodyTransform.Words _ -> offerReadable(root);
        };
    }

    /// There are no more.
    boolean end() {
        return attempt.end();
    }

    private boolean offerRaw(long from, long to) {
        byte[] octets = PartText.octets(run, message, from, to, RAW, left);
        left -= octets.length;
        boolean whole = octets.length == to - from;
        return attempt.offer(Charsets.decode(octets, 0, octets.length, "", whole));
    }

    private boolean offerReadable(MimePart part) {
        run.step();
        if (part.children().isEmpty()) {
            return part.content().type().equals("text")
                    && left > 0
                    && offerText(
                            run.texts()
                                    .of(part, () -> PartText.readable(run, place(part), most())));
        }
        for (MimePart child : part.children()) {
            if (offerReadable(child)) {
                return true;
            }
        }
        return false;
    }

    /// RFC 5173 §5.2: of a multipart what stands around its parts, of a message inside its header
    /// section, of others all.
    private boolean offerContent(MimePart part, BodyTransform.Content content) {
        run.step();
        boolean wanted = left > 0 && content.includes(run, part.content());
        if (wanted && offerOwn(part)) {
            return true;
        }
        for (MimePart child : part.children()) {
            if (offerContent(child, content)) {
                return true;
            }
        }
        return false;
    }

    private boolean offerOwn(MimePart part) {
        if (part.isMultipart()) {
            return offerAround(part);
        }
        return offerText(
                part.isMessage()
                        ? header(part.children().getFirst())
                        : PartText.of(run, place(part), most()));
    }

    private boolean offerText(String text) {
        left -= Math.min(left, text.length());
        return attempt.offer(text);
    }

    private int most() {
        return Math.min(left, PartText.MAX_OCTETS);
    }

    private MessagePart place(MimePart part) {
        return MessagePart.of(message, part);
    }

    private static String header(MimePart inner) {
        StringBuilder text = new StringBuilder();
        for (HeaderField field : inner.header().fields()) {
            text.append(field.name()).append(": ").append(HeaderText.decode(field)).append("\r\n");
        }
        return text.toString();
    }

    /// Prologue and epilogue, without the delimiters between which the parts stand.
    private boolean offerAround(MimePart part) {
        List<MimePart> parts = part.children();
        String before = text(part.bodyOffset(), parts.getFirst().headerOffset());
        int delimiter = before.lastIndexOf("--" + part.content().parameters().get("boundary"));
        if (offerText(before.substring(0, Math.max(delimiter, 0)))) {
            return true;
        }
        String behind = text(parts.getLast().endOffset(), part.endOffset());
        int line = behind.indexOf('\n', Math.max(behind.indexOf("--"), 0));
        return line >= 0 && offerText(behind.substring(line + 1));
    }

    private String text(long from, long to) {
        byte[] octets = PartText.octets(run, message, from, to, RAW, most());
        return Charsets.decode(octets, 0, octets.length, "", octets.length == to - from);
    }
}
