// SPDX-License-Identifier: Apache-2.0
package org.pabal.mda.agent;

import org.pabal.directory.Directory;
import org.pabal.mda.LocalRecipient;
import org.pabal.message.Address;

/// Which addresses are the owner's: its own, those of aliases that lead to it, and the one that the
/// mail came by.
record OwnAddresses(Directory directory, LocalRecipient recipient) {

    boolean has(Address address) {
        return isAccount(address)
                || Address.parse(recipient.original())
                        .map(Address::lookupForm)
                        .filter(address.lookupForm()::equals)
                        .isPresent()
                || directory.owns(recipient.account().id(), address);
    }

    /// Whether mail for it comes to the very account, without more.
    boolean isAccount(Address address) {
        Address form = address.lookupForm();
        return form.equals(recipient.account().address().lookupForm())
                || form.equals(recipient.address().lookupForm());
    }
}
