// SPDX-License-Identifier: Apache-2.0
package org.pabal.mta.policy.milter;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.pabal.message.mime.HeaderField;
import org.pabal.milter.MilterReply;
import org.pabal.milter.MilterReply.Modification;
import org.pabal.milter.MilterSession;
import org.pabal.mta.policy.CheckedMessage;
import org.pabal.mta.policy.Edit;
import org.pabal.smtp.SmtpCommand;
import org.pabal.smtp.SmtpParser;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// What a milter wants changed, as edits. What cannot be a header field or an address is left out,
/// with a line in the log.
final class Wishes implements MilterSession.Modifications {
    private static final Logger LOG = LoggerFactory.getLogger(Wishes.class);

    /// A milter that wants more is broken.
    private static final int MAX_WISHES = 10_000;

    private static final int MAX_HEADER_OCTETS = 1024 * 1024;
    private static final SmtpParser PARSER = new SmtpParser(Set.of(), _ -> {});

    private final Milter milter;
    private final boolean keepsLeadingSpace;
    private final NewBody newBody;
    private final List<Edit> edits = new ArrayList<>();
    private int headerOctets;

    Wishes(Milter milter, MilterSession session, CheckedMessage message) {
        this.milter = milter;
        this.keepsLeadingSpace = session.keepsLeadingSpace();
        this.newBody = new NewBody(message);
    }

    @Override
    public void add(Modification modification) throws IOException {
        if (edits.size() >= MAX_WISHES || headerOctets > MAX_HEADER_OCTETS) {
            throw new IOException("it wants more changes than a mail can bear");
        }
        switch (modification) {
            case MilterReply.AddHeader(var name, var value) ->
                    field(name, value).map(Edit.AddField::new).ifPresent(edits::add);
            case MilterReply.InsertHeader(int index, var name, var value) ->
                    // Sendmail counts its own trace field, which nobody is to see, as the first.
                    field(name, value)
                            .map(field -> new Edit.InsertField(Math.max(index - 1, 0), field))
                            .ifPresent(edits::add);
            case MilterReply.ChangeHeader(int index, var name, var value) -> {
                int nth = Math.max(index, 1);
                if (value.isEmpty()) {
                    edits.add(new Edit.RemoveField(nth, name));
                } else {
                    field(name, value)
                            .map(field -> new Edit.ChangeField(nth, field))
                            .ifPresent(edits::add);
                }
            }
            case MilterReply.ChangeFrom(var address, var arguments) ->
                    changeFrom(address, arguments);
            case MilterReply.AddRecipient(var address, var arguments) -> {
                if (command("RCPT TO:", address, arguments)
                        instanceof SmtpCommand.Rcpt(var to, _, var request)) {
                    edits.add(new Edit.AddRecipient(to, request));
                }
            }
            case MilterReply.RemoveRecipient(var address) -> {
                if (command("RCPT TO:", address, "") instanceof SmtpCommand.Rcpt(var to, _, _)) {
                    edits.add(new Edit.RemoveRecipient(to));
                }
            }
            case MilterReply.ReplaceBody(var octets) -> newBody.write(octets);
            case MilterReply.Quarantine(var reason) -> edits.add(new Edit.Hold(printable(reason)));
        }
    }

    private void changeFrom(String address, String arguments) {
        if (command("MAIL FROM:", address, arguments) instanceof SmtpCommand.Mail(var from, _)) {
            edits.add(new Edit.ChangeSender(from));
        }
    }

    /// Read as a client's command would be.
    private SmtpCommand command(String verb, String address, String arguments) {
        String path = address.startsWith("<") ? address : "<" + address + ">";
        String line = verb + path + (arguments.isEmpty() ? "" : " " + arguments);
        SmtpCommand command = PARSER.parse(line.getBytes(StandardCharsets.ISO_8859_1));
        if (command instanceof SmtpCommand.Unparsable) {
            LOG.warn(
                    "event=milter-wish-ignored by=\"{}\" reason=\"not an address\" wish=\"{}\"",
                    milter.label(),
                    printable(line));
        }
        return command;
    }

    /// `name: value` with CRLF where the milter has a line end, and white space behind it.
    private Optional<HeaderField> field(String name, String value) {
        headerOctets += name.length() + value.length() + 4;
        if (!name.matches("[!-9;-~]{1,200}")) {
            LOG.warn(
                    "event=milter-wish-ignored by=\"{}\" reason=\"not a field name\" wish=\"{}\"",
                    milter.label(),
                    printable(name));
            return Optional.empty();
        }
        String folded =
                value.replace("\r\n", "\n")
                        .replace('\r', '\n')
                        .replaceAll("\n+$", "")
                        .replaceAll("\n+(?![ \t])", "\n\t")
                        .replace("\n", "\r\n");
        boolean spaced = keepsLeadingSpace || folded.startsWith(" ") || folded.startsWith("\t");
        return Optional.of(new HeaderField(name, spaced ? folded : " " + folded));
    }

    private static String printable(String text) {
        String brief = text.length() > 200 ? text.substring(0, 200) : text;
        return brief.replaceAll("[^ -~]", "?").replace('"', '\'');
    }

    /// @throws IOException when the new body is too large
    List<Edit> edits() throws IOException {
        if (newBody.end()) {
            edits.add(new Edit.ReplaceBody());
        }
        return edits;
    }
}
