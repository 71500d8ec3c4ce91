// SPDX-License-Identifier: Apache-2.0
package org.pabal.imap.fetch;

import java.util.List;
import java.util.Optional;
import org.pabal.mailbox.StoredMessage;
import org.pabal.message.mime.MimePart;

/// Finds a section's place in a message's octets. RFC 9051 §6.4.5.1.
final class SectionFinder {
    private SectionFinder() {}

    /// A stretch of octets.
    record Place(long offset, long length) {
        Place partial(Optional<FetchItem.Partial> partial) {
            if (partial.isEmpty()) {
                return this;
            }
            long skipped = Math.min(partial.get().origin(), length);
            return new Place(offset + skipped, Math.min(partial.get().length(), length - skipped));
        }
    }

    /// Empty for a part that the message does not have.
    static Optional<Place> find(StoredMessage stored, long octets, Section section) {
        if (section.kind() == Section.Kind.WHOLE && section.part().isEmpty()) {
            return Optional.of(new Place(0, octets)); // without a look at the structure
        }
        MimePart message = stored.structure();
        return switch (section.kind()) {
            case WHOLE -> part(message, section.part()).map(SectionFinder::body);
            case MIME -> part(message, section.part()).map(SectionFinder::header);
            case HEADER, HEADER_FIELDS, HEADER_FIELDS_NOT ->
                    messageAt(message, section.part()).map(SectionFinder::header);
            case TEXT ->
                    section.part().isEmpty()
                            ? Optional.of(
                                    new Place(message.bodyOffset(), octets - message.bodyOffset()))
                            : messageAt(message, section.part()).map(SectionFinder::body);
        };
    }

    private static Place header(MimePart part) {
        return new Place(part.headerOffset(), part.bodyOffset() - part.headerOffset());
    }

    private static Place body(MimePart part) {
        return new Place(part.bodyOffset(), part.bodyOctets());
    }

    /// The message itself, or the one inside a message/rfc822 part.
    private static Optional<MimePart> messageAt(MimePart message, List<Integer> numbers) {
        return numbers.isEmpty()
                ? Optional.of(message)
                : part(message, numbers)
                        .filter(MimePart::isMessage)
                        .map(part -> part.children().get(0));
    }

    /// Part 1 of a message that is not multipart is its body.
    static Optional<MimePart> part(MimePart message, List<Integer> numbers) {
        Optional<MimePart> at = inMessage(message, numbers.get(0));
        for (int i = 1; i < numbers.size() && at.isPresent(); i++) {
            MimePart part = at.get();
            int number = numbers.get(i);
            if (part.isMultipart()) {
                at = child(part, number);
            } else if (part.isMessage()) {
                at = inMessage(part.children().get(0), number);
            } else {
                at = Optional.empty();
            }
        }
        return at;
    }

    private static Optional<MimePart> inMessage(MimePart message, int number) {
        if (message.isMultipart()) {
            return child(message, number);
        }
        return number == 1 ? Optional.of(message) : Optional.empty();
    }

    private static Optional<MimePart> child(MimePart multipart, int number) {
        return number <= multipart.children().size()
                ? Optional.of(multipart.children().get(number - 1))
                : Optional.empty();
    }
}
