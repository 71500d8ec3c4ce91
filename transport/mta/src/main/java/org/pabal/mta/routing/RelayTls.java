// SPDX-License-Identifier: Apache-2.0
package org.pabal.mta.routing;

/// How a connection to another host is protected.
public enum RelayTls {
    /// None, even where it is offered.
    NONE,
    /// STARTTLS where it is offered, whatever the certificate. RFC 7435
    OPPORTUNISTIC,
    /// STARTTLS with a certificate for the host, or nothing is sent.
    REQUIRED,
    /// TLS from the first octet with a certificate for the host. RFC 8314 §3.3
    IMPLICIT
}
