// SPDX-License-Identifier: Apache-2.0
package org.pabal.imap.command;

import java.util.Locale;
import java.util.Map;
import org.pabal.imap.syntax.ImapParser;
import org.pabal.imap.syntax.ImapSyntaxException;
import org.pabal.imap.syntax.MessageSet.Addressing;

/// Finds a command's grammar by its name. RFC 9051 §6.
///
/// Total: any octets give a command.
public final class CommandTable {

    /// Reads what stands behind the name, to the end.
    private interface Grammar {
        ImapCommand parse(ImapParser in) throws ImapSyntaxException;
    }

    private static final Map<String, Grammar> COMMANDS =
            Map.ofEntries(
                    // any state
                    Map.entry("CAPABILITY", Capability::parse),
                    Map.entry("NOOP", Noop::parse),
                    Map.entry("LOGOUT", Logout::parse),
                    Map.entry("ID", Id::parse),
                    // not authenticated
                    Map.entry("STARTTLS", StartTls::parse),
                    Map.entry("AUTHENTICATE", Authenticate::parse),
                    Map.entry("LOGIN", Login::parse),
                    // authenticated
                    Map.entry("ENABLE", Enable::parse),
                    Map.entry("UNAUTHENTICATE", Unauthenticate::parse),
                    Map.entry("NOTIFY", Notify::parse),
                    Map.entry("COMPRESS", Compress::parse),
                    Map.entry("SELECT", Select::parse),
                    Map.entry("EXAMINE", Select::parseExamine),
                    Map.entry("CREATE", Create::parse),
                    Map.entry("DELETE", Delete::parse),
                    Map.entry("RENAME", Rename::parse),
                    Map.entry("SUBSCRIBE", Subscribe::parse),
                    Map.entry("UNSUBSCRIBE", Subscribe::parseUnsubscribe),
                    Map.entry("LIST", ListMailboxes::parse),
                    Map.entry("LSUB", Lsub::parse),
                    Map.entry("NAMESPACE", Namespace::parse),
                    Map.entry("STATUS", Status::parse),
                    Map.entry("ESEARCH", MultimailboxSearch::parse),
                    Map.entry("APPEND", Append::parse),
                    Map.entry("IDLE", Idle::parse),
                    Map.entry("GETMETADATA", GetMetadata::parse),
                    Map.entry("SETMETADATA", SetMetadata::parse),
                    Map.entry("GETQUOTA", GetQuota::parse),
                    Map.entry("GETQUOTAROOT", GetQuotaRoot::parse),
                    Map.entry("SETQUOTA", SetQuota::parse),
                    Map.entry("GETACL", GetAcl::parse),
                    Map.entry("SETACL", SetAcl::parse),
                    Map.entry("DELETEACL", SetAcl::parseDelete),
                    Map.entry("LISTRIGHTS", ListRights::parse),
                    Map.entry("MYRIGHTS", MyRights::parse),
                    Map.entry("RECONSTRUCT", Reconstruct::parse),
                    // selected
                    Map.entry("CHECK", Check::parse),
                    Map.entry("CANCELUPDATE", CancelUpdate::parse),
                    Map.entry("CLOSE", Close::parse),
                    Map.entry("UNSELECT", Unselect::parse),
                    Map.entry("EXPUNGE", Expunge::parse),
                    Map.entry("SEARCH", in -> Search.parse(in, Addressing.NUMBER)),
                    Map.entry("SORT", in -> Sort.parse(in, Addressing.NUMBER)),
                    Map.entry("THREAD", in -> ThreadMessages.parse(in, Addressing.NUMBER)),
                    Map.entry("FETCH", in -> Fetch.parse(in, Addressing.NUMBER)),
                    Map.entry("STORE", in -> Store.parse(in, Addressing.NUMBER)),
                    Map.entry("COPY", in -> Copy.parse(in, Addressing.NUMBER)),
                    Map.entry("MOVE", in -> Move.parse(in, Addressing.NUMBER)),
                    Map.entry("REPLACE", in -> Replace.parse(in, Addressing.NUMBER)),
                    Map.entry("UID", CommandTable::uid));

    /// RFC 9051 §6.4.9.
    private static final Map<String, Grammar> UID_COMMANDS =
            Map.ofEntries(
                    Map.entry("EXPUNGE", Expunge::parseUid),
                    Map.entry("SEARCH", in -> Search.parse(in, Addressing.UID)),
                    Map.entry("SORT", in -> Sort.parse(in, Addressing.UID)),
                    Map.entry("THREAD", in -> ThreadMessages.parse(in, Addressing.UID)),
                    Map.entry("FETCH", in -> Fetch.parse(in, Addressing.UID)),
                    Map.entry("STORE", in -> Store.parse(in, Addressing.UID)),
                    Map.entry("COPY", in -> Copy.parse(in, Addressing.UID)),
                    Map.entry("REPLACE", in -> Replace.parse(in, Addressing.UID)),
                    Map.entry("MOVE", in -> Move.parse(in, Addressing.UID)));

    private CommandTable() {}

    /// @param octets the command with its literals, without the final CRLF
    public static TaggedCommand parse(byte[] octets, int maxDepth) {
        String tag = "*";
        try {
            ImapParser in = new ImapParser(octets, maxDepth);
            tag = in.tag();
            in.space();
            return new TaggedCommand(tag, find(COMMANDS, in).parse(in));
        } catch (ImapSyntaxException e) {
            return new TaggedCommand(tag, new ImapCommand.Unparsable(e.getMessage()));
        }
    }

    /// True when the literal at the end of these octets is for the command to take: a message.
    ///
    /// @param command an unfinished command, ending in `{n}` or `{n+}`
    public static boolean endsBeforeMessage(byte[] command, int maxDepth) {
        return takesMessages(command) && parse(command, maxDepth).command().endsBeforeLiteral();
    }

    /// Spares other commands the parsing: each of their literals asks.
    private static boolean takesMessages(byte[] command) {
        for (int i = 0; i + 1 < command.length; i++) {
            if (command[i] == ' ') {
                int first = command[i + 1] & ~0x20;
                return first == 'A' || first == 'R' || first == 'U';
            }
        }
        return false;
    }

    private static ImapCommand uid(ImapParser in) throws ImapSyntaxException {
        in.space();
        return find(UID_COMMANDS, in).parse(in);
    }

    private static Grammar find(Map<String, Grammar> table, ImapParser in)
            throws ImapSyntaxException {
        ImapSyntaxException unknown = in.expected("a command that this server knows");
        Grammar grammar = table.get(in.atom().toUpperCase(Locale.ROOT));
        if (grammar == null) {
            throw unknown;
        }
        return grammar;
    }
}
