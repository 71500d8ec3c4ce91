// SPDX-License-Identifier: Apache-2.0
package org.pabal.directory.ldap;

import org.pabal.message.Address;
import org.pabal.message.Domain;

/// Who is asked for when it must not matter that there is no such person.
final class Nobody {
    static final String NAME = "pabal-nobody-has-this-name";

    private Nobody() {}

    static Address of(Domain domain) {
        return new Address(NAME, domain);
    }
}
