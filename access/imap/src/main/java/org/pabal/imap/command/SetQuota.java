// SPDX-License-Identifier: Apache-2.0
package org.pabal.imap.command;

import java.io.IOException;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.pabal.imap.response.ResponseCodes;
import org.pabal.imap.response.TaggedResponse;
import org.pabal.imap.state.Authenticated;
import org.pabal.imap.state.MailboxAddress;
import org.pabal.imap.syntax.ImapParser;
import org.pabal.imap.syntax.ImapSyntaxException;
import org.pabal.mailbox.MailboxName;
import org.pabal.mailbox.QuotaResource;

/// SETQUOTA, for administrators: the directory's limits of an account. RFC 9208 §4.1.3.
///
/// @param limits resources that are not named have none
record SetQuota(String root, Map<QuotaResource, Long> limits)
        implements ImapCommand.InAuthenticatedState {

    /// `"SETQUOTA" SP quota-root-name SP "(" [resource SP limit *(SP resource SP limit)] ")"`
    static SetQuota parse(ImapParser in) throws ImapSyntaxException {
        String root = in.space().astring();
        in.space().expect('(');
        Map<QuotaResource, Long> limits = new EnumMap<>(QuotaResource.class);
        while (!in.skip(')')) {
            if (!limits.isEmpty()) {
                in.space();
            }
            limits.put(resource(in), in.space().number64());
        }
        in.end();
        return new SetQuota(root, limits);
    }

    private static QuotaResource resource(ImapParser in) throws ImapSyntaxException {
        for (QuotaResource resource : QuotaResource.values()) {
            if (in.skipWord(resource.name())) {
                return resource;
            }
        }
        throw in.expected("STORAGE or MESSAGE");
    }

    @Override
    public TaggedResponse run(Authenticated user) throws IOException {
        Optional<QuotaRoot> found = QuotaRoot.find(user, root);
        if (found.isEmpty()) {
            return QuotaRoot.noSuchRoot();
        }
        if (!user.administers(found.get().owner())) {
            return TaggedResponse.no(
                    ResponseCodes.NOPERM, "Only administrators change limits, ask one");
        }
        if (limits.containsKey(QuotaResource.MAILBOX)) {
            return TaggedResponse.no(
                    ResponseCodes.CANNOT, "The limit of mailboxes is the same for all accounts");
        }
        return set(user, found.get());
    }

    private TaggedResponse set(Authenticated user, QuotaRoot found) throws IOException {
        Optional<String> refusal =
                user.client()
                        .services()
                        .accounts()
                        .setQuota(
                                found.owner().address(),
                                limit(QuotaResource.STORAGE),
                                limit(QuotaResource.MESSAGE));
        if (refusal.isPresent()) {
            return TaggedResponse.no(ResponseCodes.CANNOT, refusal.get());
        }
        user.audit(
                "quota", new MailboxAddress(found.owner(), MailboxName.INBOX), limits.toString());
        Optional<QuotaRoot> changed = QuotaRoot.find(user, root);
        if (changed.isPresent()) {
            changed.get().write(user);
        }
        return TaggedResponse.ok("Quota set");
    }

    private OptionalLong limit(QuotaResource resource) {
        Long limit = limits.get(resource);
        if (limit == null) {
            return OptionalLong.empty();
        }
        long unit = QuotaRoot.unit(resource);
        return OptionalLong.of(limit > Long.MAX_VALUE / unit ? Long.MAX_VALUE : limit * unit);
    }
}
