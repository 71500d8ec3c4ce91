// SPDX-License-Identifier: Apache-2.0
package org.pabal.mta.reception;

/// What becomes of a stranger's mail from a domain that does not exist.
public enum UnknownSenderDomain {
    REJECT,
    DEFER,
    /// Nothing is looked up.
    OFF
}
