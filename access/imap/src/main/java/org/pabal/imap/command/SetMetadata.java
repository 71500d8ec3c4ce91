// SPDX-License-Identifier: Apache-2.0
package org.pabal.imap.command;

import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.pabal.imap.response.ResponseCodes;
import org.pabal.imap.response.TaggedResponse;
import org.pabal.imap.state.Authenticated;
import org.pabal.imap.state.NamedMailbox;
import org.pabal.imap.syntax.ImapParser;
import org.pabal.imap.syntax.ImapSyntaxException;
import org.pabal.mailbox.AccountMailboxes.MetadataOutcome;
import org.pabal.mailbox.AccountMailboxes.NameOutcome;
import org.pabal.mailbox.MetadataName;
import org.pabal.mailbox.Rights;
import org.pabal.mailbox.SpecialUse;

/// SETMETADATA: all entries or none. RFC 5464 §4.3; `/private/specialuse`: RFC 6154 §5.4.
///
/// @param name empty for the server's annotations
/// @param values empty to remove an entry
record SetMetadata(String name, Map<MetadataName, Optional<byte[]>> values)
        implements ImapCommand.InAuthenticatedState {

    /// `"SETMETADATA" SP mailbox SP "(" entry-value *(SP entry-value) ")"`
    static SetMetadata parse(ImapParser in) throws ImapSyntaxException {
        String name = in.space().astring();
        in.space().expect('(');
        Map<MetadataName, Optional<byte[]>> values = new LinkedHashMap<>();
        do {
            MetadataName entry = MetadataSyntax.entryWithValue(in);
            values.put(entry, in.space().nstringOctets());
            if (values.size() > MetadataSyntax.MAX_ENTRIES) {
                throw in.expected("at most " + MetadataSyntax.MAX_ENTRIES + " entries");
            }
        } while (in.skip(' '));
        in.expect(')');
        in.end();
        return new SetMetadata(name, values);
    }

    @Override
    public TaggedResponse run(Authenticated user) {
        if (name.isEmpty()) {
            return ofServer(user);
        }
        Optional<NamedMailbox> mailbox =
                user.address(name)
                        .flatMap(user::find)
                        .filter(there -> Annotations.mayRead(user, there));
        if (mailbox.isEmpty()) {
            return Refusals.notFound(user, name);
        }
        // What all see may be changed by those who may change flags that all see.
        if (hasShared()
                && !mailbox.get().rights().has(Rights.WRITE)
                && !user.administers(mailbox.get().owner())) {
            return Refusals.notPermitted();
        }
        return values.containsKey(Annotations.SPECIAL_USE)
                ? setSpecialUse(user, mailbox.get())
                : set(user, mailbox.get());
    }

    private TaggedResponse set(Authenticated user, NamedMailbox mailbox) {
        MetadataOutcome outcome =
                mailbox.mailboxes().setMetadata(Optional.of(mailbox.id()), values);
        if (outcome instanceof MetadataOutcome.Done) {
            user.audit("metadata", mailbox.address(), values.keySet().toString());
        }
        return answer(outcome);
    }

    private boolean hasShared() {
        return values.keySet().stream().anyMatch(entry -> !entry.isPrivate());
    }

    private TaggedResponse ofServer(Authenticated user) {
        return hasShared()
                ? TaggedResponse.no(
                        ResponseCodes.NOPERM, "Server annotations that all see cannot be set")
                : answer(user.mailboxes().setMetadata(Optional.empty(), values));
    }

    private static TaggedResponse answer(MetadataOutcome outcome) {
        return switch (outcome) {
            case MetadataOutcome.Done _ -> TaggedResponse.ok("Annotations set");
            case MetadataOutcome.NoSuchMailbox _ -> Refusals.noSuchMailbox();
            case MetadataOutcome.TooMany(int max) ->
                    TaggedResponse.no(
                            "METADATA TOOMANY", "At most " + max + " entries, remove some");
            case MetadataOutcome.TooBig(int max) ->
                    TaggedResponse.no(
                            "METADATA MAXSIZE " + max, "A value may have " + max + " octets");
            case MetadataOutcome.OverTotal(long max) ->
                    TaggedResponse.no(
                            ResponseCodes.LIMIT,
                            "All annotations together may have " + max + " octets, remove some");
        };
    }

    /// By itself alone: it is no annotation of the store, and all or none must hold.
    private TaggedResponse setSpecialUse(Authenticated user, NamedMailbox mailbox) {
        if (values.size() > 1) {
            return TaggedResponse.no(
                    ResponseCodes.CANNOT, "Set /private/specialuse in a command of its own");
        }
        if (!mailbox.isOwn() && !user.administers(mailbox.owner())) {
            return TaggedResponse.no("USEATTR", "Only own mailboxes have a special use");
        }
        Optional<String> wanted =
                values.getOrDefault(Annotations.SPECIAL_USE, Optional.<byte[]>empty())
                        .map(octets -> new String(octets, StandardCharsets.UTF_8).strip())
                        .filter(text -> !text.isEmpty());
        Optional<SpecialUse> use = wanted.flatMap(Create::specialUse);
        if (wanted.isPresent() && use.isEmpty()) {
            return Create.unknownUse();
        }
        NameOutcome outcome = mailbox.mailboxes().setSpecialUse(mailbox.id(), use);
        if (outcome instanceof NameOutcome.Done) {
            user.audit("use", mailbox.address(), wanted.orElse("none"));
        }
        return outcome instanceof NameOutcome.NotAllowed(String reason, _)
                ? TaggedResponse.no("USEATTR", reason)
                : Refusals.ofNames(outcome, TaggedResponse.ok("Special use set"));
    }
}
