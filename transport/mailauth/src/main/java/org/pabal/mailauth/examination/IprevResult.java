// SPDX-License-Identifier: Apache-2.0
package org.pabal.mailauth.examination;

/// What became of the look-up of a client's name. RFC 8601 §3.
public enum IprevResult {
    /// The address has a name that leads back to it.
    PASS,
    /// It has names, and none leads back.
    FAIL,
    /// The DNS did not answer.
    TEMPERROR,
    /// It has no name.
    PERMERROR
}
