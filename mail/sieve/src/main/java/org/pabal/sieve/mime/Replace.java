// SPDX-License-Identifier: Apache-2.0
package org.pabal.sieve.mime;

import java.util.List;
import java.util.Optional;
import org.pabal.message.mime.HeaderText;
import org.pabal.message.mime.MimeLimits;
import org.pabal.message.mime.MimePart;
import org.pabal.sieve.compile.Arguments;
import org.pabal.sieve.compile.ScriptError;
import org.pabal.sieve.edit.EditedMessage;
import org.pabal.sieve.edit.HeaderEdits;
import org.pabal.sieve.edit.MessagePart;
import org.pabal.sieve.edit.NewEntity;
import org.pabal.sieve.run.Command;
import org.pabal.sieve.run.Run;
import org.pabal.sieve.run.Text;

/// `replace`: something else in the place of the part that a loop has come to, or of the whole
/// message. RFC 5703 §5.
///
/// A message, also one within a message, keeps its header section but for the fields of MIME.
///
/// @param mime the replacement is a MIME entity, else a text
/// @param subject of the whole message; what it was stays as Original-Subject
/// @param from likewise, as Original-From
public record Replace(boolean mime, Optional<Text> subject, Optional<Text> from, Text replacement)
        implements Command {

    /// `replace [":mime"] [":subject" <string>] [":from" <string>] <replacement: string>`
    public static Replace read(Arguments in) throws ScriptError {
        boolean mime = in.flag("mime");
        Optional<Text> subject = in.taggedText("subject");
        Optional<Text> from = in.taggedText("from");
        Optional<String> author = from.flatMap(Text::constant);
        if (author.isPresent() && MailboxList.of(author.get()).isEmpty()) {
            throw in.error(noAuthors(author.get()));
        }
        Text replacement = in.text("the replacement");
        in.end();
        return new Replace(mime, subject, from, replacement);
    }

    private static String noAuthors(String from) {
        return "\"" + from + "\" is no list of addresses to write from";
    }

    @Override
    public void run(Run run) {
        String text = replacement.value(run);
        run.charge(text.length());
        Entity entity = mime ? Entity.ofMime(text) : Entity.ofText(text);
        if (run.parts().place().isEmpty()) {
            replaceAll(run, entity);
            return;
        }
        MessagePart part =
                run.parts()
                        .replaceable()
                        .orElseThrow(() -> run.fail("the message has this part no more"));
        if (run.parts().isWhole(part)) {
            replaceAll(run, entity);
        } else {
            replacePart(run, part, entity);
        }
    }

    private static void replacePart(Run run, MessagePart part, Entity entity) {
        EditedMessage edited = run.parts().edited();
        List<MimePart> around = edited.around(part.part());
        List<String> boundaries =
                around.stream()
                        .filter(MimePart::isMultipart)
                        .map(each -> each.content().parameters().getOrDefault("boundary", ""))
                        .filter(boundary -> !boundary.isEmpty())
                        .toList();
        if (entity.collidesWith(boundaries)) {
            throw run.fail("the replacement holds a boundary of the message");
        }
        boolean message = around.getLast().isMessage();
        put(
                run,
                edited.with(
                        part.part(),
                        new NewEntity(
                                message
                                        ? whole(innerSection(run, part), entity)
                                        : entity.octets())));
    }

    private static byte[] innerSection(Run run, MessagePart part) {
        long length = part.part().bodyOffset() - part.part().headerOffset();
        if (length > MimeLimits.DEFAULT.maxHeaderOctets()) {
            throw run.fail("the header section is too large to be edited");
        }
        return withoutMime(part.section());
    }

    private void replaceAll(Run run, Entity entity) {
        EditedMessage edited = run.parts().edited();
        if (!edited.hasEditableHeader()) {
            throw run.fail("the header section is too large to be edited");
        }
        byte[] section = withoutMime(edited.section());
        if (subject.isPresent()) {
            section = HeaderEdits.renamed(section, "Subject", "Original-Subject");
            String field = HeaderText.field("Subject", subject.get().value(run));
            section = HeaderEdits.addedLast(section, field + "\r\n");
        }
        if (from.isPresent()) {
            String author = from.get().value(run);
            String list = MailboxList.of(author).orElseThrow(() -> run.fail(noAuthors(author)));
            section = HeaderEdits.renamed(section, "From", "Original-From");
            section = HeaderEdits.addedLast(section, "From: " + list + "\r\n");
        }
        section = HeaderEdits.addedLast(section, "MIME-Version: 1.0\r\n");
        put(run, EditedMessage.of(whole(section, entity)));
    }

    private static byte[] withoutMime(byte[] section) {
        return HeaderEdits.without(
                section,
                place -> {
                    String name = place.field().name();
                    return Entity.isOfMime(name) || name.equalsIgnoreCase("MIME-Version");
                });
    }

    private static byte[] whole(byte[] section, Entity entity) {
        byte[] header = HeaderEdits.addedLast(section, entity.mimeFields());
        byte[] octets = java.util.Arrays.copyOf(header, header.length + entity.body().length);
        System.arraycopy(entity.body(), 0, octets, header.length, entity.body().length);
        return octets;
    }

    private static void put(Run run, EditedMessage edited) {
        if (!edited.isWithinLimits()) {
            throw run.fail("the script adds too much to the message");
        }
        run.message(edited);
    }
}
