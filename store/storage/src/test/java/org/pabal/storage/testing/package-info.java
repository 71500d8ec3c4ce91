// SPDX-License-Identifier: Apache-2.0

/// The contract's tests, which every engine runs, and a fake engine in memory for the tests of
/// everything above the contract.
package org.pabal.storage.testing;
