// SPDX-License-Identifier: Apache-2.0
package org.pabal.jmap.protocol;

import org.pabal.directory.AccountId;

/// Hears that a method has changed objects of a type. Safe for use by many threads; does not block.
@FunctionalInterface
public interface StateNews {

    /// @param owner of the objects
    /// @param type `Identity`
    /// @param state of the type, as its /get gives it
    void changed(AccountId owner, String type, String state);
}
