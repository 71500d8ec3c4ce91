// SPDX-License-Identifier: Apache-2.0
package org.pabal.imap.command;

import java.io.IOException;
import java.util.Optional;
import org.pabal.imap.response.TaggedResponse;
import org.pabal.imap.state.Authenticated;
import org.pabal.imap.syntax.ImapParser;
import org.pabal.imap.syntax.ImapSyntaxException;

/// GETQUOTA. RFC 9208 §4.1.1.
record GetQuota(String root) implements ImapCommand.InAuthenticatedState {

    /// `"GETQUOTA" SP quota-root-name`
    static GetQuota parse(ImapParser in) throws ImapSyntaxException {
        String root = in.space().astring();
        in.end();
        return new GetQuota(root);
    }

    @Override
    public TaggedResponse run(Authenticated user) throws IOException {
        Optional<QuotaRoot> found = QuotaRoot.find(user, root);
        if (found.isEmpty()) {
            return QuotaRoot.noSuchRoot();
        }
        found.get().write(user);
        return TaggedResponse.ok("Quota told");
    }
}
