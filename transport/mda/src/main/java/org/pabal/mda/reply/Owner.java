// SPDX-License-Identifier: Apache-2.0
package org.pabal.mda.reply;

import java.util.Optional;
import org.pabal.directory.Language;
import org.pabal.message.Address;
import org.pabal.sieve.Action.Author;

/// In whose name something is written.
///
/// @param address by which the owner was written to: another one would be given away
/// @param displayName may be empty
public record Owner(Address address, String displayName, Language language) {

    Author author() {
        Optional<String> name = Optional.of(displayName).filter(text -> !text.isBlank());
        return new Author(name, address);
    }

    boolean korean() {
        return language == Language.KOREAN;
    }
}
