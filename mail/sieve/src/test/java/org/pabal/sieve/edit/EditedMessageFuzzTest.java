// SPDX-License-Identifier: Apache-2.0
package org.pabal.sieve.edit;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.pabal.message.mime.MimePart;
import org.pabal.message.mime.ScannedMessage;
import org.pabal.sieve.SieveMessage;

/// Random edits of random messages, sound and broken ones (THREATS M02, M06): the result always
/// scans, and what was not touched is there octet for octet, in its place.
class EditedMessageFuzzTest {
    private static final NewEntity TEXT =
            new NewEntity(
                    "Content-Type: text/plain; charset=utf-8\r\nX-New: 1\r\n\r\nreplaced"
                            .getBytes(StandardCharsets.US_ASCII));

    /// What is expected, put together the simple way.
    private static final class Expected {
        private final byte[] message;
        private final List<MimePart> parts = new ArrayList<>();

        /// Messages in messages.
        private final List<MimePart> embedded = new ArrayList<>();

        Expected(byte[] message, List<MimePart> all) {
            this.message = message;
            all.stream().filter(MimePart::isMessage).forEach(p -> embedded.addAll(p.children()));
        }

        void replace(MimePart part) {
            parts.removeIf(other ->
                    other.headerOffset() >= part.headerOffset()
                            && other.endOffset() <= part.endOffset());
            parts.add(part);
            parts.sort((a, b) -> Long.compare(a.headerOffset(), b.headerOffset()));
        }

        byte[] octets(byte[] section, long sectionBefore) {
            var out = new ByteArrayOutputStream();
            out.writeBytes(section);
            int at = (int) sectionBefore;
            for (MimePart part : parts) {
                out.write(message, at, (int) part.headerOffset() - at);
                if (embedded.contains(part)) {
                    String before = out.toString(StandardCharsets.ISO_8859_1);
                    boolean line = before.endsWith("\n");
                    boolean empty = before.endsWith("\n\r\n") || before.endsWith("\n\n");
                    out.writeBytes((line ? "" : "\r\n").getBytes(StandardCharsets.US_ASCII));
                    out.writeBytes((empty ? "" : "\r\n").getBytes(StandardCharsets.US_ASCII));
                }
                out.writeBytes(TEXT.octets());
                at = (int) part.endOffset();
                if (at < message.length && message[at] != '\r' && message[at] != '\n') {
                    out.writeBytes(new byte[] {'\r', '\n'});
                }
            }
            out.write(message, at, message.length - at);
            return out.toByteArray();
        }
    }

    private static List<MimePart> flat(MimePart root) {
        List<MimePart> parts = new ArrayList<>();
        parts.add(root);
        root.children().forEach(child -> parts.addAll(flat(child)));
        return parts;
    }

    private static EditedMessage headerEdit(EditedMessage edited, Random random) {
        byte[] section = edited.section();
        String field = "X-Added: \u00e9 " + random.nextInt() + "\r\n";
        return edited.withSection(
                switch (random.nextInt(3)) {
                    case 0 -> HeaderEdits.addedFirst(section, field);
                    case 1 -> HeaderEdits.addedLast(section, field);
                    default ->
                            HeaderEdits.without(
                                    section,
                                    place -> place.field().name().equalsIgnoreCase("X-Gone"));
                });
    }

    private static void check(byte[] octets, Random random, boolean sound, String what) {
        SieveMessage message = new HeldMessage(octets);
        EditedMessage edited = EditedMessage.of(message);
        List<MimePart> parts = flat(message.scan().root());
        Expected expected = new Expected(octets, parts);
        List<MimePart> touched = new ArrayList<>();
        for (int i = random.nextInt(5); i > 0; i--) {
            if (random.nextBoolean() || parts.size() < 2) {
                edited = headerEdit(edited, random);
            } else {
                MimePart part = parts.get(1 + random.nextInt(parts.size() - 1));
                boolean inReplaced = touched.stream().anyMatch(p -> p != part && contains(p, part));
                if (!inReplaced) {
                    edited = edited.with(part, TEXT);
                    expected.replace(part);
                    touched.add(part);
                }
            }
        }
        byte[] all = HeldMessage.all(edited);
        assertThat(all)
                .as(what)
                .isEqualTo(expected.octets(edited.section(), message.scan().headerOctets()));
        ScannedMessage scan = HeldMessage.scan(all);
        assertThat(edited.scan()).as(what).isEqualTo(scan);
        assertThat(edited.header()).as(what).isEqualTo(scan.header());
        if (sound) {
            assertUntouchedPartsAreSame(octets, parts, touched, all, scan, what);
        }
        readsInPieces(edited, all, random, what);
    }

    private static boolean contains(MimePart outer, MimePart inner) {
        return outer.headerOffset() <= inner.headerOffset()
                && inner.endOffset() <= outer.endOffset();
    }

    private static void assertUntouchedPartsAreSame(
            byte[] before,
            List<MimePart> parts,
            List<MimePart> touched,
            byte[] after,
            ScannedMessage scan,
            String what) {
        List<String> leavesBefore = new ArrayList<>();
        for (MimePart part : parts.subList(1, parts.size())) {
            boolean same = touched.stream().noneMatch(t -> contains(t, part) || contains(part, t));
            if (same) {
                leavesBefore.add(text(before, part));
            }
        }
        List<String> leavesAfter = new ArrayList<>();
        flat(scan.root()).stream().skip(1).forEach(part -> leavesAfter.add(text(after, part)));
        int at = 0;
        for (String leaf : leavesBefore) {
            int found = leavesAfter.subList(at, leavesAfter.size()).indexOf(leaf);
            assertThat(found).as("%s: %s among %s", what, leaf, leavesAfter).isNotNegative();
            at += found + 1;
        }
    }

    private static String text(byte[] octets, MimePart part) {
        return new String(
                octets,
                (int) part.headerOffset(),
                (int) (part.endOffset() - part.headerOffset()),
                StandardCharsets.ISO_8859_1);
    }

    private static void readsInPieces(
            SieveMessage message, byte[] all, Random random, String what) {
        byte[] piece = new byte[100];
        for (int i = 0; i < 10; i++) {
            int at = random.nextInt(all.length + 10);
            int count = message.read(at, piece, 3, 90);
            int there = Math.clamp(all.length - (long) at, 0, 90);
            assertThat(count).as(what).isBetween(Math.min(1, there), there);
            if (count > 0) {
                assertThat(Arrays.copyOfRange(piece, 3, 3 + count))
                        .as(what)
                        .isEqualTo(Arrays.copyOfRange(all, at, at + count));
            }
        }
    }

    @Test
    void soundMessages() {
        for (int seed = 1; seed <= 3000; seed++) {
            Random random = new Random(seed);
            check(RandomMessages.sound(random), random, true, "seed " + seed);
        }
    }

    @Test
    void brokenMessages() {
        for (int seed = 1; seed <= 3000; seed++) {
            Random random = new Random(seed);
            check(RandomMessages.broken(random), random, false, "seed " + seed);
        }
    }
}
