// SPDX-License-Identifier: Apache-2.0
package org.pabal.jmap;

import java.util.List;
import java.util.Optional;
import org.pabal.directory.Account;
import org.pabal.http.HttpClientFacts;

/// Who asks. For the time of one request.
public interface JmapUser {

    /// Who has proved to be its owner.
    Account account();

    /// From where.
    HttpClientFacts client();

    /// The id of the browser's session by which the user came; empty where a password or a token came
    /// with the request.
    default Optional<String> session() {
        return Optional.empty();
    }

    /// The user's own account first, then those that share a mailbox with the user.
    List<JmapAccount> accounts();

    /// Empty for an account that is not there, or not for this user's eyes: nobody learns which
    /// (THREATS J05). Cheap for the user's own.
    Optional<JmapAccount> account(String id);

    /// The same user as the directory has it now, for a connection that lasts; empty when it may log
    /// in no more, or is on another host.
    default Optional<JmapUser> again() {
        return Optional.of(this);
    }
}
