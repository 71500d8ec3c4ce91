// SPDX-License-Identifier: Apache-2.0
package org.pabal.imap.command;

import java.util.Optional;
import org.pabal.imap.response.ResponseCodes;
import org.pabal.imap.response.TaggedResponse;
import org.pabal.imap.state.AclIdentifier;
import org.pabal.imap.state.AclIdentifier.Kind;
import org.pabal.imap.state.Authenticated;
import org.pabal.imap.state.NamedMailbox;
import org.pabal.imap.syntax.ImapParser;
import org.pabal.imap.syntax.ImapSyntaxException;
import org.pabal.mailbox.AccountMailboxes.AclOutcome;
import org.pabal.mailbox.Acl;
import org.pabal.mailbox.Grantee;
import org.pabal.mailbox.Rights;

/// SETACL and DELETEACL. RFC 4314 §3.1 and §3.2.
///
/// The owner has every right and keeps it: who could take it would lose the mailbox.
record SetAcl(String name, String identifier, Modification modification)
        implements ImapCommand.InAuthenticatedState {

    /// What becomes of the rights of an entry.
    record Modification(Mode mode, Rights rights) {
        enum Mode {
            REPLACE,
            ADD,
            REMOVE
        }

        Rights apply(Rights before) {
            return switch (mode) {
                case REPLACE -> rights;
                case ADD -> before.plus(rights);
                case REMOVE -> before.minus(rights);
            };
        }

        @Override
        public String toString() {
            return switch (mode) {
                case REPLACE -> "" + rights;
                case ADD -> "+" + rights;
                case REMOVE -> "-" + rights;
            };
        }

        /// `mod-rights = astring`: `+`, `-` or neither, and letters.
        static Modification parse(ImapParser in) throws ImapSyntaxException {
            String text = in.astring();
            Mode mode =
                    text.startsWith("+")
                            ? Mode.ADD
                            : text.startsWith("-") ? Mode.REMOVE : Mode.REPLACE;
            return switch (Rights.parse(mode == Mode.REPLACE ? text : text.substring(1))) {
                case Rights.Parsed.Known(Rights rights) -> new Modification(mode, rights);
                case Rights.Parsed.Unknown _ ->
                        throw in.expected("rights among " + Rights.LETTERS + "cd before this");
            };
        }
    }

    /// `"SETACL" SP mailbox SP identifier SP mod-rights`
    static SetAcl parse(ImapParser in) throws ImapSyntaxException {
        String name = in.space().astring();
        String identifier = identifier(in.space());
        Modification modification = Modification.parse(in.space());
        in.end();
        return new SetAcl(name, identifier, modification);
    }

    /// `"DELETEACL" SP mailbox SP identifier`
    static SetAcl parseDelete(ImapParser in) throws ImapSyntaxException {
        String name = in.space().astring();
        String identifier = identifier(in.space());
        in.end();
        return new SetAcl(
                name, identifier, new Modification(Modification.Mode.REPLACE, Rights.NONE));
    }

    /// RFC 4314 §3: an empty one is BAD.
    static String identifier(ImapParser in) throws ImapSyntaxException {
        String identifier = in.astring();
        if (identifier.isEmpty() || identifier.equals("-")) {
            throw in.expected("an identifier before this");
        }
        return identifier;
    }

    @Override
    public TaggedResponse run(Authenticated user) {
        Optional<NamedMailbox> mailbox = user.find(name, Rights.ADMINISTER);
        if (mailbox.isEmpty()) {
            return Refusals.notFound(user, name);
        }
        Optional<AclIdentifier> whom = AclIdentifier.parse(user, identifier);
        if (whom.isEmpty()) {
            return unknownIdentifier(identifier);
        }
        if (whom.get().grantee().equals(new Grantee.Account(mailbox.get().owner().id()))) {
            return ofOwner(whom.get());
        }
        if (isRefusedToAnyone(user, mailbox.get().info().acl(), whom.get())) {
            return TaggedResponse.no(
                    ResponseCodes.NOPERM, "Sharing with anyone is not allowed on this server");
        }
        return change(user, mailbox.get(), whom.get());
    }

    /// Nothing changes; what would take rights is refused.
    private TaggedResponse ofOwner(AclIdentifier owner) {
        boolean taken =
                owner.kind() == Kind.GIVEN
                        ? !modification.apply(Rights.ALL).equals(Rights.ALL)
                        : !modification.apply(Rights.NONE).isEmpty();
        return taken
                ? TaggedResponse.no(ResponseCodes.CANNOT, "The owner always has every right")
                : TaggedResponse.ok("The owner has every right");
    }

    /// To take rights back is always allowed. THREATS I18.
    private boolean isRefusedToAnyone(Authenticated user, Acl acl, AclIdentifier whom) {
        Rights before = acl.givenTo(whom.grantee());
        return whom.kind() == Kind.GIVEN
                && whom.grantee().equals(new Grantee.Anyone())
                && !user.store().sharesWithAnyone()
                && !before.has(modification.apply(before));
    }

    private TaggedResponse change(Authenticated user, NamedMailbox mailbox, AclIdentifier whom) {
        return switch (mailbox.mailboxes()
                .changeAcl(mailbox.id(), before -> changed(before, whom))) {
            case AclOutcome.Done _ -> {
                user.audit("acl", mailbox.address(), identifier + " " + modification);
                yield TaggedResponse.ok("Rights changed");
            }
            case AclOutcome.NoSuchMailbox _ -> Refusals.noSuchMailbox();
            case AclOutcome.TooMany(int max) ->
                    TaggedResponse.no(
                            ResponseCodes.LIMIT,
                            "A mailbox is shared with at most " + max + ", DELETEACL some");
        };
    }

    private Acl changed(Acl before, AclIdentifier whom) {
        Grantee grantee = whom.grantee();
        return whom.kind() == Kind.GIVEN
                ? before.giving(grantee, modification.apply(before.givenTo(grantee)))
                : before.withholding(grantee, modification.apply(before.withheldFrom(grantee)));
    }

    static TaggedResponse unknownIdentifier(String identifier) {
        return TaggedResponse.no(
                ResponseCodes.CANNOT,
                "No account or group '"
                        + identifier
                        + "': use an address, group: and a group's address, or anyone, with - to"
                        + " withhold");
    }
}
