// SPDX-License-Identifier: Apache-2.0
package org.pabal.sessions.passkey;

import java.util.List;
import org.pabal.sessions.Passkey;

/// Who a passkey is made for.
///
/// @param handle by which the authenticator will name the account
/// @param address as the authenticator shows it
/// @param displayName likewise; may be the address
/// @param has already: no authenticator makes a second one
public record PasskeyOwner(byte[] handle, String address, String displayName, List<Passkey> has) {
    public PasskeyOwner {
        has = List.copyOf(has);
    }
}
