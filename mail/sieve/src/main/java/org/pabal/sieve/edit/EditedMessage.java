// SPDX-License-Identifier: Apache-2.0
package org.pabal.sieve.edit;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.pabal.message.mime.HeaderSection;
import org.pabal.message.mime.MessageScanner;
import org.pabal.message.mime.MimeLimits;
import org.pabal.message.mime.MimePart;
import org.pabal.message.mime.ScannedMessage;
import org.pabal.sieve.SieveMessage;

/// A message with another header section, and others in the place of some of its parts. Immutable:
/// an edit gives a new one.
///
/// Parts are named as they are in {@link #base()}, which stays the same from edit to edit: so a loop
/// over the parts of a message goes on while they are replaced. Memory holds the new octets
/// alone, {@value #MAX_NEW_OCTETS} at most. The structure of the whole is only looked for when somebody
/// asks, and where MIME's fields are untouched that takes no second look at the body.
@SuppressWarnings("ReferenceEquality") // a part is what it is, not what is in it
public final class EditedMessage implements SieveMessage, Pieces.Held {
    /// All that a script may put into one message.
    static final int MAX_NEW_OCTETS = 4 << 20;

    private static final int SCAN_OCTETS = 64 << 10;

    private final SieveMessage base;
    private final Optional<byte[]> newSection;
    private final List<Replaced> replaced;
    private final int newOctets;
    private final Optional<SieveMessage> enclosed;

    private @Nullable Pieces pieces;
    private @Nullable ScannedMessage scan;
    private @Nullable HeaderSection header;

    /// @param before line ends that the message lacks there
    /// @param behind likewise
    private record Replaced(MimePart part, NewEntity entity, String before, String behind) {
        long from() {
            return part.headerOffset();
        }

        long to() {
            return part.endOffset();
        }
    }

    private EditedMessage(
            SieveMessage base,
            Optional<byte[]> newSection,
            List<Replaced> replaced,
            int newOctets,
            Optional<SieveMessage> enclosed) {
        this.base = base;
        this.newSection = newSection;
        this.replaced = replaced;
        this.newOctets = newOctets;
        this.enclosed = enclosed;
    }

    /// The message itself if it is one that was edited, else one with no edits so far.
    public static EditedMessage of(SieveMessage message) {
        return message instanceof EditedMessage edited ? edited : over(message, 0);
    }

    /// A message without edits whose parts are those of `message`, edits and all.
    public static EditedMessage over(SieveMessage message) {
        return over(message, message instanceof EditedMessage edited ? edited.newOctets : 0);
    }

    private static EditedMessage over(SieveMessage message, int newOctets) {
        Optional<SieveMessage> enclosed =
                message instanceof EditedMessage edited ? edited.enclosed : Optional.empty();
        return new EditedMessage(message, Optional.empty(), List.of(), newOctets, enclosed);
    }

    /// A message of these octets.
    public static EditedMessage of(byte[] octets) {
        return around(octets, Optional.empty(), new byte[0]);
    }

    /// A message with another one, from its header section on, between these octets.
    public static EditedMessage enclosing(byte[] before, SieveMessage message, byte[] behind) {
        return around(before, Optional.of(message), behind);
    }

    private static EditedMessage around(
            byte[] before, Optional<SieveMessage> message, byte[] behind) {
        Pieces.Builder builder = new Pieces.Builder().add(before);
        message.ifPresent(inner -> builder.add(inner, fieldsFrom(inner), inner.octets()));
        Pieces pieces = builder.add(behind).build();
        int inside =
                message.isPresent() && message.get() instanceof EditedMessage edited
                        ? edited.newOctets
                        : 0;
        SieveMessage whole = new PiecedMessage(pieces);
        int octets = inside + before.length + behind.length;
        EditedMessage made = new EditedMessage(whole, Optional.empty(), List.of(), octets, message);
        made.pieces = pieces;
        return made;
    }

    /// An mbox line on top is none of the message's.
    private static long fieldsFrom(SieveMessage message) {
        return HeaderSection.firstPlace(EditedMessage.of(message).section());
    }

    /// Whether more can be put into it.
    public boolean isWithinLimits() {
        return newOctets <= MAX_NEW_OCTETS;
    }

    /// What parts are named by.
    public SieveMessage base() {
        return base;
    }

    /// The message that this one was made around, for those actions that go on with that one.
    /// RFC 5703 §6.
    public Optional<SieveMessage> enclosed() {
        return enclosed;
    }

    // Edits.

    /// Whether the header section is one that can be edited: not beyond all measure.
    public boolean hasEditableHeader() {
        return newSection.isPresent() || sectionIsWithinLimits();
    }

    private boolean sectionIsWithinLimits() {
        ScannedMessage scanned = base.scan();
        return scanned.headerOctets() <= MimeLimits.DEFAULT.maxHeaderOctets()
                && scanned.header().fields().size() < MimeLimits.DEFAULT.maxHeaderFields();
    }

    /// The octets of the header section with its empty line, if it has one.
    public byte[] section() {
        return newSection.orElseGet(() -> octets(base, 0, base.scan().headerOctets()));
    }

    /// @param section ends in an empty line
    public EditedMessage withSection(byte[] section) {
        int before = newSection.map(old -> old.length).orElse(0);
        return new EditedMessage(
                base,
                Optional.of(section),
                replaced,
                newOctets - before + section.length,
                enclosed);
    }

    /// Another entity in the place of a part that is not the root.
    ///
    /// @param part of {@link #base()}
    public EditedMessage with(MimePart part, NewEntity entity) {
        boolean inMessage = around(part).getLast().isMessage();
        String before = inMessage ? missingEmptyLine(part) : "";
        Replaced added = new Replaced(part, entity, before, missingLineEnd(part));
        List<Replaced> all = new ArrayList<>(replaced.size() + 1);
        int octets = newOctets + entity.octets().length;
        int at = 0;
        while (at < replaced.size() && replaced.get(at).from() < added.from()) {
            all.add(replaced.get(at++));
        }
        all.add(added);
        for (; at < replaced.size(); at++) {
            if (replaced.get(at).to() <= added.to()) {
                octets -= replaced.get(at).entity().octets().length; // within the part, or the same
            } else {
                all.add(replaced.get(at));
            }
        }
        return new EditedMessage(base, newSection, all, octets, enclosed);
    }

    /// A delimiter that follows must begin a line: where a part is nothing but a header section, its
    /// last line end was that of the delimiter too.
    private String missingLineEnd(MimePart part) {
        byte[] next = octets(base, part.endOffset(), Math.min(part.endOffset() + 1, base.octets()));
        return next.length == 0 || next[0] == '\r' || next[0] == '\n' ? "" : "\r\n";
    }

    /// A message in a message begins behind an empty line, which broken mail may lack.
    private String missingEmptyLine(MimePart part) {
        long at = part.headerOffset();
        String end = new String(octets(base, Math.max(at - 3, 0), at), StandardCharsets.ISO_8859_1);
        if (end.endsWith("\n\r\n") || end.endsWith("\n\n")) {
            return "";
        }
        return end.endsWith("\n") ? "\r\n" : "\r\n\r\n";
    }

    /// The parts around a part, the outermost first.
    ///
    /// @param part of {@link #base()}, not the root
    public List<MimePart> around(MimePart part) {
        List<MimePart> parents = new ArrayList<>();
        MimePart at = base.scan().root();
        while (at != part) {
            parents.add(at);
            at = childAt(at.children(), part);
        }
        return parents;
    }

    private static MimePart childAt(List<MimePart> children, MimePart part) {
        int low = 0;
        int high = children.size() - 1;
        while (low < high) {
            int middle = (low + high + 1) >>> 1;
            if (children.get(middle).headerOffset() <= part.headerOffset()) {
                low = middle;
            } else {
                high = middle - 1;
            }
        }
        return children.get(low);
    }

    /// What stands in the place of a part, if it was replaced.
    ///
    /// @param part of {@link #base()}
    public Optional<NewEntity> replacement(MimePart part) {
        int low = 0;
        int high = replaced.size() - 1;
        while (low <= high) {
            int middle = (low + high) >>> 1;
            Replaced each = replaced.get(middle);
            if (each.part() == part) {
                return Optional.of(each.entity());
            }
            if (each.from() < part.headerOffset()) {
                low = middle + 1;
            } else {
                high = middle - 1;
            }
        }
        return Optional.empty();
    }

    // As a message.

    @Override
    public Pieces pieces() {
        Pieces known = pieces;
        if (known == null) {
            known = put();
            pieces = known;
        }
        return known;
    }

    private Pieces put() {
        Pieces.Builder builder = new Pieces.Builder();
        long at = 0;
        if (newSection.isPresent()) {
            builder.add(newSection.get());
            at = base.scan().headerOctets();
        }
        for (Replaced each : replaced) {
            builder.add(base, at, each.from());
            boolean behindSection = newSection.isPresent() && each.from() == at;
            builder.add(ascii(behindSection ? "" : each.before()));
            builder.add(each.entity().octets()).add(ascii(each.behind()));
            at = each.to();
        }
        return builder.add(base, at, base.octets()).build();
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    @Override
    public long octets() {
        return pieces().octets();
    }

    @Override
    public int read(long position, byte[] octets, int offset, int length) {
        return pieces().read(position, octets, offset, length);
    }

    @Override
    public HeaderSection header() {
        if (newSection.isEmpty()) {
            return base.header();
        }
        HeaderSection known = header;
        if (known == null) {
            known = HeaderSection.parse(newSection.get(), 0, newSection.get().length);
            header = known;
        }
        return known;
    }

    @Override
    public ScannedMessage scan() {
        ScannedMessage known = scan;
        if (known == null) {
            known = withoutSecondLook().orElseGet(() -> scanned(this));
            scan = known;
        }
        return known;
    }

    private Optional<ScannedMessage> withoutSecondLook() {
        if (!replaced.isEmpty()) {
            return Optional.empty();
        }
        ScannedMessage before = base.scan();
        return newSection.isEmpty()
                ? Optional.of(before)
                : before.withHeader(octets(base, 0, before.headerOctets()), newSection.get());
    }

    static ScannedMessage scanned(SieveMessage message) {
        MessageScanner scanner = new MessageScanner();
        byte[] piece = new byte[Math.clamp(message.octets(), 1, SCAN_OCTETS)];
        long at = 0;
        for (int count = message.read(at, piece, 0, piece.length);
                count > 0;
                count = message.read(at, piece, 0, piece.length)) {
            scanner.write(piece, 0, count);
            at += count;
        }
        return scanner.finish();
    }

    /// Octets of a message that are few enough to be held.
    static byte[] octets(SieveMessage message, long from, long to) {
        byte[] octets = new byte[Math.toIntExact(to - from)];
        int count = Pieces.fully(message, from, octets, 0, octets.length);
        return count == octets.length ? octets : Arrays.copyOf(octets, count);
    }

    /// A message that is made of pieces.
    private static final class PiecedMessage implements SieveMessage, Pieces.Held {
        private final Pieces pieces;
        private @Nullable ScannedMessage scan;

        PiecedMessage(Pieces pieces) {
            this.pieces = pieces;
        }

        @Override
        public Pieces pieces() {
            return pieces;
        }

        @Override
        public long octets() {
            return pieces.octets();
        }

        @Override
        public int read(long position, byte[] octets, int offset, int length) {
            return pieces.read(position, octets, offset, length);
        }

        @Override
        public ScannedMessage scan() {
            ScannedMessage known = scan;
            if (known == null) {
                known = scanned(this);
                scan = known;
            }
            return known;
        }
    }
}
