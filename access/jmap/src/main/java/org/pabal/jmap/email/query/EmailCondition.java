// SPDX-License-Identifier: Apache-2.0
package org.pabal.jmap.email.query;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.pabal.jmap.JmapObject;
import org.pabal.jmap.email.view.AttachmentKind;
import org.pabal.jmap.email.view.Keywords;
import org.pabal.mailbox.MailboxId;
import org.pabal.mailbox.ObjectIds;
import org.pabal.message.mime.HeaderField;

/// One criterion of a FilterCondition, all of which must hold. RFC 8621 §4.4.1.
public sealed interface EmailCondition {

    /// @param mailbox empty for an id that no mailbox has
    record InMailbox(Optional<MailboxId> mailbox) implements EmailCondition {}

    /// In any that is none of these.
    record InMailboxOtherThan(List<MailboxId> mailboxes) implements EmailCondition {}

    record Before(Instant time) implements EmailCondition {}

    /// Or just then.
    record After(Instant time) implements EmailCondition {}

    record MinSize(long octets) implements EmailCondition {}

    /// Smaller.
    record MaxSize(long octets) implements EmailCondition {}

    /// @param flag as IMAP calls it
    record HasKeyword(String flag) implements EmailCondition {}

    record NotKeyword(String flag) implements EmailCondition {}

    record InThread(Having having, String flag) implements EmailCondition {
        public enum Having {
            ALL,
            SOME,
            NONE
        }
    }

    record HasAttachment(boolean wanted) implements EmailCondition {}

    /// A file of a kind is among its parts. `attachmentKind`, of our own.
    record HasKind(AttachmentKind kind) implements EmailCondition {}

    /// @param words all must occur
    record Text(Where where, List<String> words) implements EmailCondition {
        public enum Where {
            TEXT,
            FROM,
            TO,
            CC,
            BCC,
            SUBJECT,
            BODY
        }
    }

    /// @param words all must occur; empty for any value
    record Header(String field, List<String> words) implements EmailCondition {}

    /// Reads a FilterCondition.
    static List<EmailCondition> read(JmapObject filter) {
        List<EmailCondition> all = new ArrayList<>();
        readPlaces(filter, all);
        readNumbers(filter, all);
        readKeywords(filter, all);
        readTexts(filter, all);
        filter.noOtherCondition();
        return List.copyOf(all);
    }

    private static void readPlaces(JmapObject filter, List<EmailCondition> all) {
        filter.findId("inMailbox")
                .ifPresent(id -> all.add(new InMailbox(ObjectIds.parseMailbox(id))));
        filter.findIds("inMailboxOtherThan")
                .ifPresent(ids ->
                        all.add(
                                new InMailboxOtherThan(
                                        ids.stream()
                                                .flatMap(id -> ObjectIds.parseMailbox(id).stream())
                                                .toList())));
    }

    private static void readNumbers(JmapObject filter, List<EmailCondition> all) {
        filter.findUtcDate("before").ifPresent(time -> all.add(new Before(time)));
        filter.findUtcDate("after").ifPresent(time -> all.add(new After(time)));
        OptionalLong min = filter.findUnsignedInt("minSize");
        OptionalLong max = filter.findUnsignedInt("maxSize");
        min.ifPresent(octets -> all.add(new MinSize(octets)));
        max.ifPresent(octets -> all.add(new MaxSize(octets)));
        filter.findBool("hasAttachment").ifPresent(wanted -> all.add(new HasAttachment(wanted)));
        filter.findString("attachmentKind")
                .ifPresent(word ->
                        all.add(
                                new HasKind(
                                        AttachmentKind.of(word)
                                                .orElseThrow(() ->
                                                        filter.wrong(
                                                                "attachmentKind",
                                                                "is no kind: " + word)))));
    }

    private static void readKeywords(JmapObject filter, List<EmailCondition> all) {
        flag(filter, "hasKeyword").ifPresent(flag -> all.add(new HasKeyword(flag)));
        flag(filter, "notKeyword").ifPresent(flag -> all.add(new NotKeyword(flag)));
        flag(filter, "allInThreadHaveKeyword")
                .ifPresent(flag -> all.add(new InThread(InThread.Having.ALL, flag)));
        flag(filter, "someInThreadHaveKeyword")
                .ifPresent(flag -> all.add(new InThread(InThread.Having.SOME, flag)));
        flag(filter, "noneInThreadHaveKeyword")
                .ifPresent(flag -> all.add(new InThread(InThread.Having.NONE, flag)));
    }

    private static Optional<String> flag(JmapObject filter, String name) {
        Optional<String> keyword = filter.findString(name);
        if (keyword.isPresent() && !Keywords.isKeyword(keyword.get())) {
            throw filter.wrong(name, "must be a keyword: " + keyword.get());
        }
        return keyword.map(Keywords::flag);
    }

    private static void readTexts(JmapObject filter, List<EmailCondition> all) {
        readText(filter, "text", Text.Where.TEXT, all);
        readText(filter, "from", Text.Where.FROM, all);
        readText(filter, "to", Text.Where.TO, all);
        readText(filter, "cc", Text.Where.CC, all);
        readText(filter, "bcc", Text.Where.BCC, all);
        readText(filter, "subject", Text.Where.SUBJECT, all);
        readText(filter, "body", Text.Where.BODY, all);
        filter.findStrings("header")
                .ifPresent(words -> {
                    boolean good =
                            (words.size() == 1 || words.size() == 2)
                                    && HeaderField.isName(words.getFirst());
                    if (!good) {
                        throw filter.wrong(
                                "header", "must be a field's name, and perhaps a text in it");
                    }
                    List<String> needles =
                            words.size() == 1 ? List.of() : SearchWords.of(words.get(1));
                    all.add(new Header(words.getFirst(), needles));
                });
    }

    private static void readText(
            JmapObject filter, String name, Text.Where where, List<EmailCondition> all) {
        filter.findString(name).ifPresent(text -> all.add(new Text(where, SearchWords.of(text))));
    }
}
