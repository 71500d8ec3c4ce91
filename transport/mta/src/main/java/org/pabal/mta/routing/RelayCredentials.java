// SPDX-License-Identifier: Apache-2.0
package org.pabal.mta.routing;

/// What we prove ourselves with at a relay host.
///
/// @param password never logged
public record RelayCredentials(String login, String password) {
    @Override
    public String toString() {
        return "RelayCredentials[" + login + "]";
    }
}
