// SPDX-License-Identifier: Apache-2.0

/// Requests without a server, for the tests of what answers them.
package org.pabal.http.testing;
