//! Every fact that can be recorded, and the chain that binds them.
