// SPDX-License-Identifier: Apache-2.0
package org.pabal.jmap;

import java.util.function.BiPredicate;
import org.pabal.directory.AccountId;
import org.pabal.mta.jobs.OutsidePosts;
import org.pabal.mta.webhook.NoticeCounts;

/// What pushes to services of the web.
///
/// @param contact whom the operators of a service can ask: `mailto:postmaster@example.org`
/// @param isKnown whether an account has written to an address
/// @param counts what became of pushes
public record PushSending(
        OutsidePosts posts,
        String contact,
        BiPredicate<AccountId, String> isKnown,
        NoticeCounts counts) {

    /// To whom everybody is known.
    public PushSending(OutsidePosts posts, String contact) {
        this(posts, contact, (_, _) -> true, new NoticeCounts());
    }
}
