// SPDX-License-Identifier: Apache-2.0

/// Peers that are made up, for the tests of the protocols above.
package org.pabal.wire.testing;
