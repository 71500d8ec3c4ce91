// SPDX-License-Identifier: Apache-2.0
package org.pabal.mta.reception;

import org.pabal.mta.acceptance.MessageLimits;

/// How mail is received.
///
/// @param hostname in Received fields
/// @param clientNames whether the name of a client's address is looked up for Received fields
public record ReceptionConfig(String hostname, MessageLimits limits, boolean clientNames) {
    public static ReceptionConfig defaults(String hostname) {
        return new ReceptionConfig(hostname, MessageLimits.defaults(), true);
    }
}
