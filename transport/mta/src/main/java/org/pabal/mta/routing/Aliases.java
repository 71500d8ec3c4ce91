// SPDX-License-Identifier: Apache-2.0
package org.pabal.mta.routing;

import java.util.List;
import java.util.Optional;
import org.pabal.directory.Directory;
import org.pabal.message.Address;

/// Aliases beside those of the directory. Safe for use by many threads.
public interface Aliases {
    Aliases NONE =
            new Aliases() {
                @Override
                public Optional<Alias> named(Address address, Directory directory) {
                    return Optional.empty();
                }

                @Override
                public Optional<Alias> everyOther(Address address, Directory directory) {
                    return Optional.empty();
                }
            };

    /// @param name under which it stands
    /// @param place the file and line
    /// @param targets at least one
    /// @param owner of a list
    record Alias(Address name, String place, List<AliasTarget> targets, Optional<Address> owner) {
        public Alias {
            targets = List.copyOf(targets);
        }
    }

    /// The alias with exactly this name, if there is one.
    ///
    /// @param directory whose first domain completes bare names
    Optional<Alias> named(Address address, Directory directory);

    /// The alias for every address of the domain that is not there otherwise.
    Optional<Alias> everyOther(Address address, Directory directory);
}
