// SPDX-License-Identifier: Apache-2.0
package org.pabal.sieve.edit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.pabal.sieve.edit.HeldMessage.text;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.pabal.message.mime.MimePart;

/// Versions of a message.
class EditedMessageTest {
    private static final String TWO_PARTS =
            "Subject: two\r\nContent-Type: multipart/mixed; boundary=b\r\n\r\nprologue\r\n--b\r\n\r\n"
                    + "first\r\n--b\r\nContent-Type: text/html\r\n\r\n<b>second</b>\r\n--b--\r\nend\r\n";

    private static String added(String message, String fields) {
        EditedMessage edited = EditedMessage.of(HeldMessage.of(message));
        EditedMessage first = edited.withSection(HeaderEdits.addedFirst(edited.section(), fields));
        assertThat(first.scan()).isEqualTo(HeldMessage.scan(HeldMessage.all(first)));
        return text(first);
    }

    private static String addedLast(String message, String fields) {
        EditedMessage edited = EditedMessage.of(HeldMessage.of(message));
        EditedMessage last = edited.withSection(HeaderEdits.addedLast(edited.section(), fields));
        assertThat(last.scan()).isEqualTo(HeldMessage.scan(HeldMessage.all(last)));
        return text(last);
    }

    @Test
    void fieldsAreAddedAboveAndBelow() {
        assertThat(added("A: 1\r\n\r\nbody", "X: y\r\n")).isEqualTo("X: y\r\nA: 1\r\n\r\nbody");
        assertThat(addedLast("A: 1\r\n\r\nbody", "X: y\r\n")).isEqualTo("A: 1\r\nX: y\r\n\r\nbody");
        assertThat(addedLast("A: 1\r\n b\n\nbody", "X: y\r\n"))
                .isEqualTo("A: 1\r\n b\nX: y\r\n\nbody");
    }

    /// THREATS M17.
    @Test
    void messagesWithoutHeaderOrBodyGetFieldsToo() {
        for (String message :
                new String[] {"", "\r\n", "body", " indented body\r\n", "A: 1", "A: 1\r\n"}) {
            HeldMessage before = HeldMessage.of(message);
            long body = before.octets() - before.scan().headerOctets();
            for (String after :
                    new String[] {added(message, "X: y\r\n"), addedLast(message, "X: y\r\n")}) {
                HeldMessage edited = HeldMessage.of(after);
                assertThat(edited.scan().header().first("X")).as(after).isPresent();
                assertThat(edited.octets() - edited.scan().headerOctets())
                        .as(after)
                        .isEqualTo(body);
            }
        }
    }

    @Test
    void anMboxLineStaysOnTop() {
        assertThat(added("From a@b Sat\r\nA: 1\r\n\r\n", "X: y\r\n"))
                .isEqualTo("From a@b Sat\r\nX: y\r\nA: 1\r\n\r\n");
        assertThat(addedLast("From a@b Sat\r\n\r\n", "X: y\r\n"))
                .isEqualTo("From a@b Sat\r\nX: y\r\n\r\n");
    }

    /// THREATS S29: raw EUC-KR stays what it is.
    @Test
    void otherFieldsStayOctetForOctet() {
        String subject = "Subject: \u00be\u00c6\u00bd\u00ce\r\n\t folded  \r\n";
        String message = subject + "X-Gone: 1\r\nTo : odd\r\nx-gone:\r\n 2\r\n\r\nbody\u00ff";
        EditedMessage edited = EditedMessage.of(HeldMessage.of(message));
        byte[] section =
                HeaderEdits.without(
                        edited.section(), place -> place.field().name().equalsIgnoreCase("x-gone"));
        assertThat(text(edited.withSection(section)))
                .isEqualTo(subject + "To : odd\r\n\r\nbody\u00ff");
    }

    @Test
    void aHeaderEditDoesNotReadTheBody() {
        HeldMessage large = HeldMessage.of("A: 1\r\n\r\n" + "x".repeat(1_000_000));
        EditedMessage edited = EditedMessage.of(large);
        for (int i = 0; i < 100; i++) {
            edited =
                    edited.withSection(HeaderEdits.addedLast(edited.section(), "X: " + i + "\r\n"));
            assertThat(edited.header().first("X")).isPresent();
        }
        assertThat(edited.scan().octets()).isEqualTo(edited.octets());
        assertThat(large.given).isLessThan(1000);
    }

    @Test
    void aPartIsReplaced() {
        HeldMessage message = HeldMessage.of(TWO_PARTS);
        MimePart second = message.scan().root().children().get(1);
        NewEntity entity =
                new NewEntity(
                        "Content-Type: text/plain\r\n\r\nnew".getBytes(StandardCharsets.US_ASCII));
        EditedMessage edited = EditedMessage.of(message).with(second, entity);
        assertThat(text(edited))
                .isEqualTo(
                        TWO_PARTS.replace(
                                "Content-Type: text/html\r\n\r\n<b>second</b>",
                                "Content-Type: text/plain\r\n\r\nnew"));
        assertThat(edited.scan()).isEqualTo(HeldMessage.scan(HeldMessage.all(edited)));
        assertThat(edited.replacement(second)).contains(entity);
    }

    /// The line end of its header section was the delimiter's as well.
    @Test
    void aPartWithoutBodyIsReplaced() {
        HeldMessage message =
                HeldMessage.of(
                        "Content-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\nA: 1\r\n\r\n--b--\r\n");
        NewEntity entity = new NewEntity("B: 2\r\n\r\nnew".getBytes(StandardCharsets.US_ASCII));
        EditedMessage edited =
                EditedMessage.of(message).with(message.scan().root().children().get(0), entity);
        assertThat(text(edited)).endsWith("--b\r\nB: 2\r\n\r\nnew\r\n--b--\r\n");
    }

    @Test
    void theLastReplacementOfAPartCounts() {
        HeldMessage message = HeldMessage.of(TWO_PARTS);
        MimePart first = message.scan().root().children().get(0);
        EditedMessage edited = EditedMessage.of(message);
        for (String text : new String[] {"one", "two", "three"}) {
            edited =
                    edited.with(
                            first,
                            new NewEntity(("\r\n" + text).getBytes(StandardCharsets.US_ASCII)));
        }
        assertThat(text(edited)).isEqualTo(TWO_PARTS.replace("first", "three"));
    }

    @Test
    void oneMessageAroundAnother() {
        HeldMessage inner = HeldMessage.of("From x Sat\r\nA: 1\r\n\r\nbody");
        byte[] before = "B: 2\r\n\r\nhere:\r\n".getBytes(StandardCharsets.US_ASCII);
        byte[] behind = "\r\nend".getBytes(StandardCharsets.US_ASCII);
        EditedMessage outer = EditedMessage.enclosing(before, inner, behind);
        assertThat(text(outer)).isEqualTo("B: 2\r\n\r\nhere:\r\nA: 1\r\n\r\nbody\r\nend");
        assertThat(outer.enclosed()).contains(inner);
        EditedMessage twice = EditedMessage.enclosing(before, outer, behind);
        assertThat(text(twice))
                .isEqualTo(
                        "B: 2\r\n\r\nhere:\r\nB: 2\r\n\r\nhere:\r\nA: 1\r\n\r\nbody\r\nend\r\nend");
    }

    @Test
    void versionsDoNotChange() {
        EditedMessage one = EditedMessage.of(HeldMessage.of("A: 1\r\n\r\nbody"));
        EditedMessage two = one.withSection("B: 2\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
        EditedMessage three = EditedMessage.over(two).withSection(new byte[] {'\r', '\n'});
        assertThat(text(one)).isEqualTo("A: 1\r\n\r\nbody");
        assertThat(text(two)).isEqualTo("B: 2\r\n\r\nbody");
        assertThat(text(three)).isEqualTo("\r\nbody");
    }
}
