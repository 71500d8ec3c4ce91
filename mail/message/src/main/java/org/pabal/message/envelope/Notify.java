// SPDX-License-Identifier: Apache-2.0
package org.pabal.message.envelope;

/// An event that the sender wants to be told of. RFC 3461 §4.1.
public enum Notify {
    SUCCESS,
    FAILURE,
    DELAY
}
