// SPDX-License-Identifier: Apache-2.0
package org.pabal.sieve.mime;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.pabal.message.mime.HeaderField;
import org.pabal.message.mime.HeaderSection;
import org.pabal.message.mime.HeaderText;
import org.pabal.message.mime.MailDate;
import org.pabal.message.mime.PlacedField;
import org.pabal.sieve.SieveMessage;
import org.pabal.sieve.compile.Arguments;
import org.pabal.sieve.compile.ScriptError;
import org.pabal.sieve.edit.EditedMessage;
import org.pabal.sieve.run.Command;
import org.pabal.sieve.run.Run;
import org.pabal.sieve.run.Text;
import org.pabal.sieve.run.TextList;

/// `enclose`: the message becomes an attachment of a new one, octet for octet, below a text.
/// RFC 5703 §6. What is redirected stays what it was.
///
/// The new message is from the owner and of now, and has the subject of the old one, unless the
/// script says otherwise.
///
/// @param headers fields of the old message that the new one gets as well
public record Enclose(Optional<Text> subject, Optional<TextList> headers, Text text)
        implements Command {
    private static final int MAX_ENCLOSURES = 10; // nobody opens more; MIME's depth is limited too

    /// `enclose [":subject" <string>] [":headers" <string-list>] <string>`
    public static Enclose read(Arguments in) throws ScriptError {
        Optional<Text> subject = in.taggedText("subject");
        Optional<TextList> headers = in.taggedTexts("headers");
        for (String name : headers.flatMap(TextList::constant).orElse(List.of())) {
            if (!HeaderField.isName(name)) {
                throw in.error("\"" + name + "\" is not the name of a header field");
            }
            if (isOwn(name)) {
                throw in.error("the new message has a field \"" + name + "\" of its own");
            }
        }
        Text text = in.text("the text");
        in.end();
        return new Enclose(subject, headers, text);
    }

    private static boolean isOwn(String name) {
        return Entity.isOfMime(name) || name.equalsIgnoreCase("MIME-Version");
    }

    @Override
    public void run(Run run) {
        EditedMessage old = run.parts().edited();
        if (!old.hasEditableHeader()) {
            throw run.fail("the header section is too large to be edited");
        }
        if (enclosures(old) >= MAX_ENCLOSURES) {
            throw run.fail("a message can be enclosed " + MAX_ENCLOSURES + " times, not more");
        }
        byte[] section = old.section();
        String boundary = Boundary.absentIn(run, run.message(), section);
        Entity words = Entity.ofText(text.value(run));
        String before =
                header(run, section, boundary)
                        + "MIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary=\""
                        + boundary
                        + "\"\r\n\r\n--"
                        + boundary
                        + "\r\n"
                        + new String(words.octets(), StandardCharsets.ISO_8859_1)
                        + "\r\n--"
                        + boundary
                        + "\r\nContent-Type: message/rfc822\r\nContent-Transfer-Encoding: "
                        + (run.message().scan().eightBit() ? "8bit" : "7bit")
                        + "\r\n\r\n";
        String behind = "\r\n--" + boundary + "--\r\n";
        EditedMessage enclosing =
                EditedMessage.enclosing(latin1(before), run.message(), latin1(behind));
        if (!enclosing.isWithinLimits()) {
            throw run.fail("the script adds too much to the message");
        }
        run.message(enclosing);
    }

    private static int enclosures(EditedMessage message) {
        int count = 0;
        Optional<SieveMessage> inner = message.enclosed();
        while (inner.isPresent()) {
            count++;
            inner =
                    inner.get() instanceof EditedMessage edited
                            ? edited.enclosed()
                            : Optional.empty();
        }
        return count;
    }

    /// Each octet as one char: fields of the old message stay as they are.
    private String header(Run run, byte[] section, String boundary) {
        StringBuilder fields = new StringBuilder();
        List<String> wanted =
                headers.map(list -> list.values(run)).orElse(List.of()).stream()
                        .filter(name -> !isOwn(name))
                        .toList();
        wanted.forEach(name -> copy(section, name, fields));
        if (subject.isPresent()) {
            drop(fields, "Subject");
            fields.append(HeaderText.field("Subject", subject.get().value(run))).append("\r\n");
        } else if (!has(fields, "Subject")) {
            copy(section, "Subject", fields);
        }
        if (!has(fields, "Date")) {
            var now = run.now().atZone(run.surroundings().zone()).toOffsetDateTime();
            fields.append("Date: ").append(MailDate.format(now)).append("\r\n");
        }
        String owner = run.surroundings().envelope("to").stream().findFirst().orElse("");
        if (!has(fields, "From")) {
            copyOr(section, owner, fields);
        }
        if (!has(fields, "Message-ID")) {
            String domain = owner.substring(owner.lastIndexOf('@') + 1);
            boolean usable = domain.chars().allMatch(c -> c > ' ' && c < 0x7F) && !domain.isEmpty();
            fields.append("Message-ID: <").append(boundary.substring(2)).append('@');
            fields.append(usable ? domain : "localhost").append(">\r\n");
        }
        return fields.toString();
    }

    private static void copyOr(byte[] section, String owner, StringBuilder fields) {
        Optional<String> from = MailboxList.of(owner);
        if (from.isPresent()) {
            byte[] utf8 = from.get().getBytes(StandardCharsets.UTF_8);
            String octets = new String(utf8, StandardCharsets.ISO_8859_1);
            fields.append("From: ").append(octets).append("\r\n");
        } else {
            copy(section, "From", fields);
        }
    }

    private static void copy(byte[] section, String name, StringBuilder fields) {
        for (PlacedField place : HeaderSection.places(section)) {
            if (place.field().name().equalsIgnoreCase(name)) {
                String field =
                        new String(
                                section,
                                place.from(),
                                place.to() - place.from(),
                                StandardCharsets.ISO_8859_1);
                fields.append(field).append(field.endsWith("\n") ? "" : "\r\n");
            }
        }
    }

    private static boolean has(StringBuilder fields, String name) {
        byte[] octets = latin1(fields.toString());
        return HeaderSection.parse(octets, 0, octets.length).first(name).isPresent();
    }

    private static void drop(StringBuilder fields, String name) {
        byte[] octets = latin1(fields.toString());
        fields.setLength(0);
        for (PlacedField place : HeaderSection.places(octets)) {
            if (!place.field().name().equalsIgnoreCase(name)) {
                fields.append(
                        new String(
                                octets,
                                place.from(),
                                place.to() - place.from(),
                                StandardCharsets.ISO_8859_1));
            }
        }
    }

    private static byte[] latin1(String octets) {
        return octets.getBytes(StandardCharsets.ISO_8859_1);
    }
}
