// SPDX-License-Identifier: Apache-2.0
package org.pabal.jmap.credential;

import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import org.pabal.directory.LoginService;
import org.pabal.jmap.JmapUser;

/// Makes files by which a telephone sets itself up with an app password that was just made.
@FunctionalInterface
public interface Profiles {
    Profiles NONE = (_, _, _, _) -> Optional.empty();

    /// Where one is fetched, soon.
    record Link(String url, Instant expires) {}

    /// @param scope what the password is good for
    /// @return empty where no telephone could do anything with it
    Optional<Link> offer(JmapUser user, String name, Set<LoginService> scope, String password);
}
