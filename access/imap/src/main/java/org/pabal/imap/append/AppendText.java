// SPDX-License-Identifier: Apache-2.0
package org.pabal.imap.append;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.pabal.imap.syntax.ImapParser;
import org.pabal.imap.syntax.ImapSyntaxException;
import org.pabal.mailbox.Flags;

/// What APPEND says of its messages, from one literal to the next: the literals themselves are on
/// the connection. RFC 9051 §9 `append-message`, RFC 3502 §6.3.11, RFC 4469 §5.
///
/// @param pieces in their order; a literal can only be the last
/// @param within what the next text begins in
public record AppendText(List<Piece> pieces, Extent extent, Within within) {

    /// One thing that is said.
    public sealed interface Piece {}

    /// Here begins a message.
    public record Begin(Flags flags, Optional<Instant> date) implements Piece {}

    /// Octets of the message that follow the text.
    public record Literal(long octets, Form form, Sending sending) implements Piece {}

    /// Octets of a message that is here already.
    public record Url(String url) implements Piece {}

    /// A URL that follows the text.
    public record UrlLiteral(long octets, Sending sending) implements Piece {}

    /// The message is whole.
    public record End() implements Piece {}

    /// Whether NUL may stand in the octets: `{n}` or `~{n}`. RFC 3516 §4.4.
    public enum Form {
        TEXT,
        BINARY
    }

    /// RFC 7888.
    public enum Sending {
        WHEN_ASKED,
        AT_ONCE
    }

    /// How many messages the command may bring.
    public enum Extent {
        ONE,
        SEVERAL
    }

    /// Where a literal stood.
    public enum Within {
        /// It was all of the message, or there was none.
        MESSAGE,
        CATENATE,
        UTF8
    }

    public AppendText {
        pieces = List.copyOf(pieces);
    }

    /// True when octets follow that only {@link MessageTaking} can read.
    public boolean endsBeforeLiteral() {
        return literalSending().isPresent();
    }

    /// How the octets come that follow this text; empty when none do and the command ends here.
    public Optional<Sending> literalSending() {
        return switch (pieces.getLast()) {
            case Literal literal -> Optional.of(literal.sending());
            case UrlLiteral literal -> Optional.of(literal.sending());
            case Begin _, Url _, End _ -> Optional.empty();
        };
    }

    /// `append-message *append-message`, from behind the mailbox's name.
    public static AppendText parse(ImapParser in, Extent extent) throws ImapSyntaxException {
        return new Reader(in, extent).messages();
    }

    /// What follows the literal at the end of this text.
    public AppendText next(ImapParser in) throws ImapSyntaxException {
        Reader reader = new Reader(in, extent);
        return switch (within) {
            case MESSAGE -> reader.endOfMessage();
            case CATENATE -> in.isNext(')') ? reader.endOfList() : reader.moreParts();
            case UTF8 -> reader.endOfList();
        };
    }

    /// Reads one text.
    private static final class Reader {
        private final ImapParser in;
        private final Extent extent;
        private final List<Piece> pieces = new ArrayList<>();

        Reader(ImapParser in, Extent extent) {
            this.in = in;
            this.extent = extent;
        }

        private AppendText stopWithin(Within within) throws ImapSyntaxException {
            in.end();
            return new AppendText(pieces, extent, within);
        }

        /// `append-message = append-opts SP append-data`
        AppendText messages() throws ImapSyntaxException {
            in.space();
            pieces.add(options());
            if (in.skipWord("CATENATE")) {
                in.space().expect('(');
                return parts();
            } else if (in.skipWord("UTF8")) {
                in.space().expect('(');
                in.expect('~');
                pieces.add(literal(Form.BINARY));
                return stopWithin(Within.UTF8);
            }
            pieces.add(literal());
            return stopWithin(Within.MESSAGE);
        }

        /// `append-opts = [flag-list SP] [date-time SP]`
        private Begin options() throws ImapSyntaxException {
            Flags flags = Flags.NONE;
            if (in.isNext('(')) {
                flags = in.flagList();
                in.space();
            }
            Optional<Instant> date = Optional.empty();
            if (in.isNext('"')) {
                date = Optional.of(in.dateTime());
                in.space();
            }
            return new Begin(flags, date);
        }

        /// `literal / literal8`, up to its octets
        private Literal literal() throws ImapSyntaxException {
            return literal(in.skip('~') ? Form.BINARY : Form.TEXT);
        }

        private Literal literal(Form form) throws ImapSyntaxException {
            in.expect('{');
            long octets = in.number64();
            return new Literal(octets, form, endOfLiteral());
        }

        private Sending endOfLiteral() throws ImapSyntaxException {
            Sending sending = in.skip('+') ? Sending.AT_ONCE : Sending.WHEN_ASKED;
            in.expect('}');
            return sending;
        }

        AppendText moreParts() throws ImapSyntaxException {
            in.space();
            return parts();
        }

        /// `cat-part *(SP cat-part) ")"`
        AppendText parts() throws ImapSyntaxException {
            do {
                if (in.skipWord("TEXT")) {
                    in.space();
                    pieces.add(literal());
                    return stopWithin(Within.CATENATE);
                } else if (!in.skipWord("URL")) {
                    throw in.expected("TEXT or URL");
                }
                in.space();
                if (in.skip('{')) {
                    long octets = in.number64();
                    pieces.add(new UrlLiteral(octets, endOfLiteral()));
                    return stopWithin(Within.CATENATE);
                }
                pieces.add(new Url(in.astring()));
            } while (in.skip(' '));
            return endOfList();
        }

        AppendText endOfList() throws ImapSyntaxException {
            in.expect(')');
            return endOfMessage();
        }

        AppendText endOfMessage() throws ImapSyntaxException {
            pieces.add(new End());
            return in.isAtEnd() || extent == Extent.ONE ? stopWithin(Within.MESSAGE) : messages();
        }
    }
}
