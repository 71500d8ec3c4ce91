// SPDX-License-Identifier: Apache-2.0
package org.pabal.mailauth.spf;

import java.util.List;

/// What a check found, and how.
///
/// @param domain that was asked about, in A-labels where it has such
/// @param mechanism that decided, as the record has it; `default` when none of the record did; empty
///     when no record was evaluated to its end
/// @param reason one sentence for the sender and the operator: which term of which record decided, or
///     what is wrong with it
/// @param explanation what the domain's owner wants the sender to be told of a FAIL (RFC 7208
///     §6.2), printable ASCII; empty when there is nothing. Foreign text: show it as a quotation
/// @param steps how it was found, a line each, for `pabal spf explain`
public record SpfOutcome(
        SpfResult result,
        SpfIdentity identity,
        String domain,
        String mechanism,
        String reason,
        String explanation,
        List<String> steps) {

    public SpfOutcome {
        steps = List.copyOf(steps);
    }

    /// The name by which `Received-SPF` and Authentication-Results know the identity.
    public String identityWord() {
        return switch (identity) {
            case SpfIdentity.Helo _ -> "helo";
            case SpfIdentity.MailFrom _ -> "mailfrom";
        };
    }
}
